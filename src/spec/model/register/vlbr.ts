import { perfHasCallstack } from './capability.ts';
import { stackMsrs } from './lbr-msrs.ts';
import type { HostEvent, VmState } from './vm-state.ts';
import { MSR, type MsrIndex } from './msr.ts';

/**
 * The vCPU's perf event, seen from one thread on one CPU. Interleavings are the protocol world's subject; here the
 * event decides only what a register access finds.
 */

/**
 * Whether the registers hold the vCPU's LBRs whenever it runs, without an event: KVM loads and saves them with the
 * counters of a mediated vPMU. `hardware` is the guest's then, and the host's registers are set aside.
 */
export function hasRegistersToItself({ settings }: VmState): boolean {
  return settings.mediatedVpmu === 'with-lbr';
}

/** Makes sure that the vLBR event exists: intel_pmu_create_guest_lbr_event(). False where perf refuses to create it. */
export function ensureVlbr(state: VmState): boolean {
  if (state.vlbr !== 'none') return true;
  // The event asks for a call-stack branch filter, for the sake of save and restore.
  if (state.host.perfDepth === 0 || !perfHasCallstack(state.host)) return false;
  if (blockedByHost(state, state.hostEvent)) state.vlbr = 'error';
  else activate(state);
  return true;
}

/** perf gives a pinned event that lost its place another try: perf_event_enable(). */
export function retryVlbr(state: VmState): void {
  if (state.vlbr !== 'error' || blockedByHost(state, state.hostEvent)) return;
  activate(state);
}

/** Drops the event: intel_pmu_release_guest_lbr_event(). */
export function releaseVlbr(state: VmState): void {
  if (hasRegistersToItself(state)) return;
  if (state.vlbr === 'active') lose(state);
  state.vlbr = 'none';
  state.vlbrRan = false;
  if (state.hostEvent) hostRecords(state);
}

/** A host LBR event is scheduled on this CPU. */
export function openHostEvent(state: VmState, event: HostEvent): void {
  const { priority } = event;
  state.hostEvent = event;
  if (hasRegistersToItself(state)) hostRecords(state);
  else if (state.vlbr === 'active' && blockedByHost(state, event)) {
    lose(state);
    state.vlbr = 'error';
  } else if (state.vlbr === 'active') {
    // A CPU-pinned event is put back before the vLBR event, as the first and new user, so perf resets the records.
    if (priority === 'cpu-pinned' && state.settings.vlbrFirstUse === 'reset-if-first-user') clearRecords(state);
    return;
  }
  hostRecords(state);
}

/** The host LBR event is gone from this CPU. */
export function closeHostEvent(state: VmState): void {
  state.hostEvent = undefined;
  state.hostLbrCtl = 0n;
}

/**
 * The thread of the vCPU is scheduled out and in again. perf saves and restores the records of an event that is on; KVM
 * releases one that it takes for unused: intel_pmu_cleanup(), which looks at the enable bit in the current VMCS.
 */
export function preemptVcpu(state: VmState): void {
  const { vcpu, settings } = state;
  if (hasRegistersToItself(state) || settings.lazyRelease === 'never' || state.vlbr === 'none') return;
  const debugctl = vcpu.vmcs12 ? vcpu.debugctl.vmcs02 : vcpu.debugctl.vmcs01;
  const enabled = state.host.lbr === 'arch' ? vcpu.archCtl : debugctl;
  if ((enabled & 1n) !== 0n) return;
  releaseVlbr(state);
  if (settings.lazyRelease === 'drops-records') vcpu.image.clear();
}

/** A pinned host event in front of the vLBR event keeps it out, where perf's order counts for it. */
function blockedByHost(state: VmState, event: HostEvent | undefined): boolean {
  if (event === undefined || (state.settings.hostEventOrder === 'bypass' && !event.likeVlbr)) return false;
  const { priority } = event;
  if (priority === 'cpu-pinned') return true;
  return priority === 'task-pinned' && state.vlbr !== 'active';
}

function activate(state: VmState): void {
  state.vlbr = 'active';
  if (state.settings.vlbrFirstUse === 'own-image') {
    for (const index of recordMsrs(state)) state.hardware.set(index, state.vcpu.image.get(index) ?? 0n);
  } else if (!hostStaysFirst(state) && !state.vlbrRan) {
    clearRecords(state);
    state.hardware.set(MSR.LBR_SELECT, 0n);
  }
  state.vlbrRan = true;
}

/** Flexible events are put back after a pinned newcomer; a pinned one keeps its place and its records. */
function hostStaysFirst(state: VmState): boolean {
  return state.hostEvent !== undefined && state.hostEvent.priority.endsWith('pinned');
}

function lose(state: VmState): void {
  if (state.settings.vlbrFirstUse !== 'own-image') return;
  for (const index of recordMsrs(state)) state.vcpu.image.set(index, state.hardware.get(index) ?? 0n);
}

/** intel_pmu_lbr_reset(): TOS keeps its value; the guest's LBR_SELECT is cleared only while the vLBR event is on. */
export function clearRecords(state: VmState): void {
  const { from, to, info, perfDepth } = state.host;
  for (let i = 0; i < perfDepth; i++) {
    state.hardware.set(from + i, 0n);
    state.hardware.set(to + i, 0n);
    if (info !== 0) state.hardware.set(info + i, 0n);
  }
}

/** FROM, TO and INFO, and what perf saves with them: SELECT and TOS on a legacy CPU. */
export function recordMsrs(state: VmState): readonly MsrIndex[] {
  const { host } = state;
  const records = stackMsrs(host, host.perfDepth);
  return host.lbr === 'arch' ? records : [...records, MSR.LBR_SELECT, MSR.LBR_TOS];
}

/** Kernel text of the host, as a record shows it. */
const HOST_TEXT = 0xffff_ffff_8100_0000n;

/** LBR_SELECT of a host event that asks for any branch of user space: nothing of ring 0. */
const HOST_SELECT = 1n;

/** The host records branches of its own: every entry names host kernel text. */
function hostRecords(state: VmState): void {
  // An event with the encoding of the vLBR event need not ask for a branch stack, and perf leaves the LBRs alone for it.
  if (state.hostEvent?.likeVlbr) return;
  const registers = hostRegisters(state);
  const { from, to, info, perfDepth, lbr } = state.host;
  for (let i = 0; i < perfDepth; i++) {
    registers.set(from + i, HOST_TEXT + BigInt(i) * 0x20n);
    registers.set(to + i, HOST_TEXT + BigInt(i) * 0x20n + 0x10n);
    if (info !== 0) registers.set(info + i, 1n);
  }
  if (lbr === 'arch') state.hostLbrCtl = 0x7f0003n;
  // perf writes its filter with every enable.
  else registers.set(MSR.LBR_SELECT, HOST_SELECT);
}

/** The LBR MSRs as they are while the host runs. */
export function hostRegisters(state: VmState): Map<MsrIndex, bigint> {
  return hasRegistersToItself(state) ? state.setAside : state.hardware;
}

/** Whether a value in a record MSR is a record that the host made; for properties, not for the model. */
export function isHostRecord(value: bigint): boolean {
  return value >= HOST_TEXT && value < HOST_TEXT + 0x10000n;
}
