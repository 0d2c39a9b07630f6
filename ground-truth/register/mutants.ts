/** Decisions of KVM's half, each turned wrong. A run that does not notice is not looking. */
import type { RegisterSettings } from '../../src/spec/switches/register.ts';

interface RegisterMutant {
  readonly name: string;
  readonly settings: Partial<RegisterSettings>;
}

export const REGISTER_MUTANTS: readonly RegisterMutant[] = [
  { name: 'DEBUGCTL: RTM_DEBUG is never there', settings: { debugctlRtm: 'never' } },
  { name: 'DEBUGCTL: bus-lock detection without CPUID', settings: { debugctlBusLock: 'with-host' } },
  { name: 'DEBUGCTL: the VMM is held to the CPUID of the guest', settings: { debugctlHostWrite: 'guest-cpuid' } },
  { name: 'DEBUGCTL: LBR and BTF that are not there fault', settings: { debugctlLbrBtf: 'fault' } },
  { name: 'DEBUGCTL: one unsupported bit takes LBR and BTF away', settings: { debugctlSquash: 'lbr-with-btf' } },
  { name: 'DEBUGCTL: LBR where KVM offers it', settings: { debugctlLbrGate: 'advertised' } },
  { name: 'LBR MSRs: one more of each', settings: { lbrMsrRange: 'one-more' } },
  { name: 'LBR MSRs: a refused write of KVM faults', settings: { lbrMsrTrapWrite: 'safe' } },
  { name: 'LBR MSRs: a refused write of KVM passes', settings: { lbrMsrTrapWrite: 'unchecked' } },
  { name: 'LBR MSRs: the VMM sees saved state', settings: { vmmLbrAccess: 'saved-state' } },
  { name: 'LBR MSRs: host events go first', settings: { hostEventOrder: 'perf-order' } },
  { name: 'LBR MSRs: LASTBRANCH MSRs fault', settings: { lastBranchMsrs: 'fault' } },
  { name: 'capability: the model in CPUID does not matter', settings: { modelMatch: 'ignored' } },
  { name: 'capability: call stacks are not needed', settings: { callstackRequired: 'no' } },
  { name: 'capability: call stacks are needed', settings: { callstackRequired: 'yes' } },
  { name: 'capability: PMU version is clamped', settings: { vcpuPmuVersion: 'clamped' } },
  { name: 'capability: any supported bits of LBR_FMT', settings: { perfCapFormatCheck: 'supported-bits' } },
  { name: 'capability: PERF_CAPABILITIES does not rebuild the vPMU', settings: { perfCapRefresh: 'never' } },
  { name: 'freeze: at every PMI', settings: { pmiFreeze: 'always' } },
  { name: 'freeze: never', settings: { pmiFreeze: 'never' } },
  { name: 'index list: DEBUGCTL', settings: { listDebugctl: 'listed' } },
  { name: 'index list: no DEBUGCTL', settings: { listDebugctl: 'not-listed' } },
];
