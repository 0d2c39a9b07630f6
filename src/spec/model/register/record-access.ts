import { cpuHasMsr, cpuRefuses, lbrMsrOf, type LbrMsr } from './lbr-msrs.ts';
import type { VmState } from './vm-state.ts';
import { hex, type MsrIndex } from './msr.ts';
import { invalid, ok, unsupported, type Actor, type Handled } from './outcome.ts';
import { lbrEnabled } from './refresh.ts';
import { ensureVlbr, retryVlbr } from './vlbr.ts';

/** One access to SELECT, TOS or a record MSR; `write` is the value, undefined for a read. */
interface RecordAccess {
  readonly index: MsrIndex;
  readonly msr: LbrMsr;
  readonly write: bigint | undefined;
  readonly by: Actor;
}

/** RDMSR and WRMSR of the LBR MSRs: intel_pmu_handle_lbr_msrs_access() and what the CPU does without an exit. */
export function accessRecordMsr(state: VmState, index: MsrIndex, write: bigint | undefined, by: Actor): Handled {
  const msr = whichLbrMsr(state, index);
  if (msr === undefined) return notExposed(state, index);
  const access: RecordAccess = { index, msr, write, by };
  if (by === 'vmm' && state.settings.vmmLbrAccess === 'saved-state') return savedStateAccess(state, access);
  if (state.vcpu.records.flavour === 'arch' && state.settings.archAccess === 'unguarded') {
    return hardwareAccess(state, access, true);
  }
  // An L2 access always exits to KVM: no LBR MSR is in the merged bitmap.
  const passthrough = by === 'guest' && state.vlbr === 'active' && !state.vcpu.vmcs12;
  if (passthrough) return hardwareAccess(state, access, false);
  return trappedAccess(state, access);
}

function whichLbrMsr(state: VmState, index: MsrIndex): LbrMsr | undefined {
  const { settings, vcpu, host } = state;
  if (settings.lbrMsrRange === 'without-check') {
    const { lbr, perfDepth: depth, from, to, info } = host;
    return lbr === 'none' ? undefined : lbrMsrOf({ flavour: lbr, depth, from, to, info }, index);
  }
  if (!lbrEnabled(state)) return undefined;
  return lbrMsrOf(vcpu.records, index, settings.lbrMsrRange === 'one-more' ? 1 : 0);
}

function notExposed(state: VmState, index: MsrIndex): Handled {
  if (!lbrEnabled(state)) return unsupported('LBR-MSR-20', `${hex(index)}: the vCPU has no guest LBR`);
  return unsupported('LBR-MSR-21', `${hex(index)} is not an LBR MSR of this vCPU`);
}

function trappedAccess(state: VmState, access: RecordAccess): Handled {
  const { settings } = state;
  const existed = state.vlbr !== 'none';
  const created = ensureVlbr(state);
  if (settings.vlbrReenable === 'on-access') retryVlbr(state);
  // The first weeks of v5.12 took a successful creation for a failure.
  const dummy = settings.lbrDummyCheck === 'inverted' && !existed && created;
  if (state.vlbr === 'active' && !dummy) return hardwareAccess(state, access, true);
  if (settings.lostAccess === 'fault') return invalid('LBR-MSR-28', 'the LBRs are not the guest’s now');
  return ok('LBR-MSR-28', 'the LBRs are not the guest’s now: reads give 0, writes vanish', read(access, 0n));
}

/** `byKvm`: KVM executes the RDMSR or WRMSR, so a fault is KVM's, not the guest's. */
function hardwareAccess(state: VmState, access: RecordAccess, byKvm: boolean): Handled {
  const { host, settings, hardware } = state;
  const { index, msr, write } = access;
  const exists = cpuHasMsr(host, index);
  const faults = !exists || (write !== undefined && cpuRefuses(host, msr, write));
  if (!faults) {
    if (write !== undefined) hardware.set(index, write);
    return ok(
      'LBR-MSR-22',
      'the vCPU owns the LBRs: the access reaches the MSR',
      read(access, hardware.get(index) ?? 0n),
    );
  }
  const why = exists ? `the CPU refuses ${hex(write ?? 0n)} in ${hex(index)}` : `the CPU has no MSR ${hex(index)}`;
  if (byKvm && settings.lbrMsrTrapWrite === 'unchecked') {
    return ok('LBR-MSR-24', `${why}; the host warns of an unchecked MSR access`, read(access, 0n));
  }
  return invalid('LBR-MSR-24', why);
}

/** The VMM works on the state that belongs to the vCPU, wherever it is kept now; the vLBR event is not touched. */
function savedStateAccess(state: VmState, { index, msr, write }: RecordAccess): Handled {
  if (write !== undefined && cpuRefuses(state.host, msr, write)) {
    return invalid('LBR-MSR-24', `the CPU refuses ${hex(write)} in ${hex(index)}`);
  }
  const place = state.vlbr === 'active' ? state.hardware : state.vcpu.image;
  if (write !== undefined) place.set(index, write);
  const value = place.get(index) ?? 0n;
  return write === undefined
    ? ok('LBR-MSR-25', 'the VMM sees the LBR state of the vCPU', value)
    : ok('LBR-MSR-27', 'the VMM’s write goes to the LBR state of the vCPU');
}

function read(access: RecordAccess, value: bigint): bigint | undefined {
  return access.write === undefined ? value : undefined;
}
