import { cpuHasMsr } from './lbr-msrs.ts';
import { DEBUGCTL, hex, LAST_BRANCH_MSRS, MSR, type MsrIndex } from './msr.ts';
import type { Outcome } from './outcome.ts';
import { hasRegistersToItself, hostRegisters } from './vlbr.ts';
import type { VmState } from './vm-state.ts';

/**
 * RDMSR by the host while no guest runs on the CPU. Undefined for an MSR of which the model keeps no value of the host:
 * XSS, MISC_ENABLE, the global counter controls, and DEPTH and LASTBRANCH of a CPU that has them.
 */
export function readHostMsr(state: VmState, msr: MsrIndex): Outcome | undefined {
  const { hostLbrCtl, host } = state;
  const absent = (rule: 'LBR-ARCH-27' | 'LBR-CAP-1' | 'LBR-MSR-29', why: string): Outcome => ({
    result: '#GP',
    rule,
    why,
  });
  switch (msr) {
    case MSR.DEBUGCTL:
      return { result: 'ok', value: hostDebugctl(state), rule: 'LBR-DBG-2', why: 'DEBUGCTL while the host runs' };
    case MSR.PERF_CAPABILITIES:
      if (!host.pdcm) return absent('LBR-CAP-1', 'the CPU has no PERF_CAPABILITIES');
      return { result: 'ok', value: host.perfCapabilities, rule: 'LBR-CAP-1', why: 'what the CPU has' };
    case MSR.ARCH_LBR_CTL:
      if (host.lbr !== 'arch') return absent('LBR-ARCH-27', 'the CPU has no Arch LBR');
      return { result: 'ok', value: hostLbrCtl, rule: 'LBR-ARCH-27', why: 'LBR_CTL while the host runs' };
    case MSR.ARCH_LBR_DEPTH:
      return host.lbr === 'arch' ? undefined : absent('LBR-ARCH-27', 'the CPU has no Arch LBR');
    case MSR.XSS:
    case MSR.MISC_ENABLE:
    case MSR.PERF_GLOBAL_STATUS:
    case MSR.PERF_GLOBAL_CTRL:
    case MSR.PERF_GLOBAL_OVF_CTRL:
      return undefined;
    default:
      if (LAST_BRANCH_MSRS.includes(msr)) return undefined;
      if (!cpuHasMsr(host, msr)) return absent('LBR-MSR-29', `the CPU has no LBR MSR ${hex(msr)}`);
      return {
        result: 'ok',
        value: hostRegisters(state).get(msr) ?? 0n,
        rule: 'LBR-MSR-29',
        why: 'what the MSR holds',
      };
  }
}

/**
 * DEBUGCTL of the host, which KVM puts back after each VM-exit: freeze_on_smi, and what __intel_pmu_lbr_enable() sets for a
 * host LBR event without call-stack mode. While the vLBR event is on, or for one that perf takes for it,
 * intel_pmu_lbr_enable_all() leaves it alone.
 */
function hostDebugctl(state: VmState): bigint {
  const { host, hostEvent } = state;
  const muted = state.vlbr === 'active' && !hasRegistersToItself(state);
  const smm = host.freezeInSmm ? DEBUGCTL.FREEZE_IN_SMM : 0n;
  if (hostEvent === undefined || hostEvent.likeVlbr || muted || host.lbr === 'none') return smm;
  // An Arch LBR CPU has LBR_CTL.LBREn in place of DEBUGCTL.LBR.
  return smm | DEBUGCTL.FREEZE_LBRS_ON_PMI | (host.lbr === 'legacy' ? DEBUGCTL.LBR : 0n);
}
