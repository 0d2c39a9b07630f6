import { accessCtl, accessDepth, accessXss } from './arch-lbr.ts';
import { readDebugctl, writeDebugctl } from './debugctl.ts';
import { accessGlobalCounters } from './global-counters.ts';
import { accessMiscEnable } from './misc-enable.ts';
import type { VmState } from './vm-state.ts';
import { isListed } from './msr-list.ts';
import { hex, LAST_BRANCH_MSRS, MSR, type MsrIndex } from './msr.ts';
import { ok, unsupported, type Actor, type Handled, type Outcome } from './outcome.ts';
import { readPerfCapabilities, writePerfCapabilities } from './perf-capabilities.ts';
import { accessRecordMsr } from './record-access.ts';

/** RDMSR by the guest, or KVM_GET_MSRS with one entry by the VMM. */
export function readMsr(state: VmState, index: MsrIndex, by: Actor): Outcome {
  return finish(state, index, 0n, by, handle(state, index, undefined, by), true);
}

/** WRMSR by the guest, or KVM_SET_MSRS with one entry by the VMM. */
export function writeMsr(state: VmState, index: MsrIndex, value: bigint, by: Actor): Outcome {
  if (by === 'vmm' && index === MSR.PERF_CAPABILITIES && featureMsrsFixed(state)) {
    const current = readMsr(state, index, 'vmm');
    if (current.value !== value) {
      const since = state.vcpu.hasRun ? 'once the vCPU has run' : 'while L2 is to run';
      return { result: 'refused', rule: 'LBR-CAP-10', why: `a feature MSR is fixed ${since}` };
    }
  }
  return finish(state, index, value, by, handle(state, index, value, by), false);
}

/** kvm_can_set_cpuid_and_feature_msrs(), for feature MSRs; up to v6.12 only the first run counts. */
function featureMsrsFixed({ vcpu, settings }: VmState): boolean {
  if (settings.featureMsrsAfterRun === 'writable') return false;
  return vcpu.hasRun || (settings.featureMsrsAfterRun === 'frozen-in-l2' && vcpu.vmcs12 !== undefined);
}

function handle(state: VmState, index: MsrIndex, write: bigint | undefined, by: Actor): Handled {
  switch (index) {
    case MSR.DEBUGCTL:
      return write === undefined ? readDebugctl(state) : writeDebugctl(state, write, by);
    case MSR.PERF_CAPABILITIES:
      return write === undefined ? readPerfCapabilities(state, by) : writePerfCapabilities(state, write, by);
    case MSR.MISC_ENABLE:
      return accessMiscEnable(state, write, by);
    case MSR.PERF_GLOBAL_STATUS:
    case MSR.PERF_GLOBAL_CTRL:
    case MSR.PERF_GLOBAL_OVF_CTRL:
      return accessGlobalCounters(state, index, write, by);
    case MSR.XSS:
      return accessXss(state, write, by);
    case MSR.ARCH_LBR_CTL:
      return accessCtl(state, write, by);
    case MSR.ARCH_LBR_DEPTH:
      return accessDepth(state, write, by);
    default:
      return LAST_BRANCH_MSRS.includes(index)
        ? accessLastBranch(state, index, write)
        : accessRecordMsr(state, index, write, by);
  }
}

/** LASTBRANCH* and LASTINT*: kvm_get_msr_common() returns 0, nobody handles a write. */
function accessLastBranch(state: VmState, index: MsrIndex, write: bigint | undefined): Handled {
  if (write !== undefined) return unsupported('LBR-MSR-23', `${hex(index)} is read-only and always 0`);
  if (state.settings.lastBranchMsrs === 'fault') return unsupported('LBR-MSR-23', `${hex(index)} is not there`);
  return ok('LBR-MSR-23', `${hex(index)} reads 0 on every Intel vCPU`, 0n);
}

/** The end of every access: kvm_do_msr_access(). */
function finish(state: VmState, index: MsrIndex, value: bigint, by: Actor, handled: Handled, isRead: boolean): Outcome {
  const { rule, why } = handled;
  if (handled.kind === 'ok') return handled.value === undefined ? { result: 'ok', rule, why } : success(handled);
  if (handled.kind === 'unsupported') {
    const lenient = by === 'vmm' && value === 0n && state.settings.listedZero === 'accepted';
    if (lenient && isListed(state, index)) {
      const reason = 'a listed MSR reads 0 and takes 0 where the vCPU does not have it';
      return isRead
        ? { result: 'ok', value: 0n, rule: 'LBR-MIG-1', why: reason }
        : { result: 'ok', rule: 'LBR-MIG-1', why: reason };
    }
    if (state.host.ignoreMsrs) {
      const reason = `${why}; ignore_msrs hides the fault`;
      return isRead ? { result: 'ok', value: 0n, rule, why: reason } : { result: 'ok', rule, why: reason };
    }
  }
  return { result: by === 'guest' ? '#GP' : 'refused', rule, why };
}

function success({ value, rule, why }: Handled): Outcome {
  return value === undefined ? { result: 'ok', rule, why } : { result: 'ok', value, rule, why };
}
