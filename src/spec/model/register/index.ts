/** The register world: what one access does to one vCPU. */
export { readMsr, writeMsr } from './access.ts';
export { offersArchLbr, supportedPerfCapabilities } from './capability.ts';
export { cpuidOf, type GuestCpuid } from './cpuid.ts';
export { deliverDb, deliverNmi, deliverPmi, enterSmm, initVcpu, leaveSmm, resetVcpu } from './events.ts';
export { expectedGuestAccess, type GuestAccess } from './expected.ts';
export { hostOf, type Host } from './host.ts';
export { lbrMsrsOf } from './lbr-msrs.ts';
export { copyVmState, createVmState, type VmState, type Priority, type SavedVcpu } from './vm-state.ts';
export { restoreVcpu, saveVcpu } from './migration.ts';
export { listedMsrs } from './msr-list.ts';
export {
  areRecordMsrs,
  DEBUGCTL,
  hex,
  isContractMsr,
  LAST_BRANCH_MSRS,
  MSR,
  PERF_CAP,
  XFEATURE_LBR,
  type MsrIndex,
} from './msr.ts';
export { enterL2, exitToL1, type Vmcs12Fields } from './nested.ts';
export type { Actor, Outcome, Result } from './outcome.ts';
export { effectiveDebugctl, takeBranch } from './recording.ts';
export { lbrEnabled } from './refresh.ts';
export { Session, SessionError, type SessionStep } from './session.ts';
export { closeHostEvent, isHostRecord, openHostEvent } from './vlbr.ts';
