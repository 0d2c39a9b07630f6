/** The register world: what one access does to one vCPU. */
export { readMsr, writeMsr } from './access.ts';
export { offersArchLbr, supportedPerfCapabilities } from './capability.ts';
export { cpuidOf } from './cpuid.ts';
export { deliverDb, deliverNmi, deliverPmi, enterSmm, initVcpu, leaveSmm, resetVcpu } from './events.ts';
export { expectedGuestAccess } from './expected.ts';
export { hostOf } from './host.ts';
export { lbrMsrsOf } from './lbr-msrs.ts';
export { copyMachine, createMachine } from './machine.ts';
export { restoreVcpu, saveVcpu } from './migration.ts';
export { listedMsrs } from './msr-list.ts';
export { DEBUGCTL, hex, isContractMsr, LAST_BRANCH_MSRS, MSR, PERF_CAP, XFEATURE_LBR } from './msr.ts';
export { enterL2, exitToL1 } from './nested.ts';
export { effectiveDebugctl, takeBranch } from './recording.ts';
export { lbrEnabled } from './refresh.ts';
export { Session, SessionError } from './session.ts';
export { closeHostEvent, isHostRecord, openHostEvent } from './vlbr.ts';
