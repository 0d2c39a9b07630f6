/** The register world: what one access does to one vCPU. */
export { readMsr, writeMsr } from './access.ts';
export { supportedPerfCapabilities } from './capability.ts';
export { cpuidOf, type GuestCpuid } from './cpuid.ts';
export { expectedGuestAccess, type GuestAccess } from './expected.ts';
export { hostOf, type Host } from './host.ts';
export { createVmState, type VmState, type Priority } from './vm-state.ts';
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
export type { Outcome } from './outcome.ts';
export { Session, SessionError } from './session.ts';
export { isHostRecord } from './vlbr.ts';
