import { hex, MSR, type MsrIndex } from './msr.ts';
import { beside, type Actor, type Handled } from './outcome.ts';
import type { VmState } from './vm-state.ts';

/** KVM_MAX_NR_INTEL_GP_COUNTERS and KVM_MAX_NR_INTEL_FIXED_COUNTERS; a host with fewer offers fewer. */
const GENERAL = 0xffn;
const FIXED = 0x7n << 32n;
/** GLOBAL_STATUS has OVF_BUF and COND_CHGD besides. LBR_FRZ, bit 58, is reserved: KVM does not implement version 4. */
const STATUS = GENERAL | FIXED | (0x3n << 62n);

/** PERF_GLOBAL_CTRL after KVM_SET_CPUID2: intel_pmu_refresh(), kvm_pmu_refresh(). */
export function globalCtrlAtRefresh({ settings, vcpu }: VmState): bigint {
  if (!hasGlobalCtrl(vcpu.pmuVersion) || settings.globalCtrl === 'zero') return 0n;
  return settings.globalCtrl === 'all-counters' ? GENERAL | FIXED : GENERAL;
}

/**
 * PERF_GLOBAL_CTRL, GLOBAL_STATUS and GLOBAL_OVF_CTRL of an emulated vPMU, as far as freezing goes: kvm_pmu_get_msr(),
 * kvm_pmu_set_msr(). A PMI changes none of them, since a guest cannot set FREEZE_PERFMON_ON_PMI and has no LBR_FRZ.
 */
export function accessGlobalCounters(state: VmState, index: MsrIndex, write: bigint | undefined, by: Actor): Handled {
  const { vcpu } = state;
  if (!hasGlobalCtrl(vcpu.pmuVersion)) {
    return beside('unsupported', `${hex(index)}: a vPMU of version ${vcpu.pmuVersion} has no global controls`);
  }
  if (write === undefined) return read(state, index);
  const allowed = index === MSR.PERF_GLOBAL_CTRL ? GENERAL | FIXED : STATUS;
  if (index === MSR.PERF_GLOBAL_STATUS && by === 'guest') {
    return beside('invalid', 'GLOBAL_STATUS is read-only for the guest');
  }
  if ((write & ~allowed) !== 0n) return beside('invalid', `${hex(write & ~allowed)} is reserved in ${hex(index)}`);
  if (index === MSR.PERF_GLOBAL_CTRL) vcpu.globalCtrl = write;
  else if (index === MSR.PERF_GLOBAL_STATUS) vcpu.globalStatus = write;
  else if (by === 'guest') vcpu.globalStatus &= ~write;
  return beside('ok', 'the vPMU emulates the global controls');
}

function read({ vcpu }: VmState, index: MsrIndex): Handled {
  switch (index) {
    case MSR.PERF_GLOBAL_CTRL:
      return beside('ok', 'which counters of the vPMU are on; LBRs do not depend on it', vcpu.globalCtrl);
    case MSR.PERF_GLOBAL_STATUS:
      return beside('ok', 'KVM has no LBR_FRZ: a freeze shows in the enable bit', vcpu.globalStatus);
    default:
      return beside('ok', 'a write-only register reads 0', 0n);
  }
}

const hasGlobalCtrl = (pmuVersion: number): boolean => pmuVersion > 1;
