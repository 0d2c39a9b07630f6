import { perfHasCallstack } from './capability.ts';
import { stackMsrs } from './lbr-msrs.ts';
import type { Machine, Priority } from './machine.ts';
import { MSR, type MsrIndex } from './msr.ts';

/**
 * The vCPU's perf event, seen from one thread on one CPU. Interleavings are the protocol world's subject; here the
 * event decides only what a register access finds.
 */

/** Makes sure that the vLBR event exists: intel_pmu_create_guest_lbr_event(). False where perf refuses to create it. */
export function ensureVlbr(machine: Machine): boolean {
  if (machine.vlbr !== 'none') return true;
  // The event asks for a call-stack branch filter, for the sake of save and restore.
  if (machine.host.perfDepth === 0 || !perfHasCallstack(machine.host)) return false;
  if (blockedByHost(machine, machine.hostEvent?.priority)) machine.vlbr = 'error';
  else activate(machine);
  return true;
}

/** perf gives a pinned event that lost its place another try: perf_event_enable(). */
export function retryVlbr(machine: Machine): void {
  if (machine.vlbr !== 'error' || blockedByHost(machine, machine.hostEvent?.priority)) return;
  activate(machine);
}

/** Drops the event: intel_pmu_release_guest_lbr_event(). */
export function releaseVlbr(machine: Machine): void {
  if (machine.vlbr === 'active') lose(machine);
  machine.vlbr = 'none';
  machine.vlbrRan = false;
  if (machine.hostEvent) hostRecords(machine);
}

/** A host LBR event is scheduled on this CPU. */
export function openHostEvent(machine: Machine, priority: Priority): void {
  machine.hostEvent = { priority };
  if (machine.vlbr === 'active' && blockedByHost(machine, priority)) {
    lose(machine);
    machine.vlbr = 'error';
  } else if (machine.vlbr === 'active') {
    // A CPU-pinned event is put back before the vLBR event, as the first and new user, so perf resets the records.
    if (priority === 'cpu-pinned' && machine.settings.vlbrFirstUse === 'reset-if-first-user') clearRecords(machine);
    return;
  }
  hostRecords(machine);
}

/** The host LBR event is gone from this CPU. */
export function closeHostEvent(machine: Machine): void {
  machine.hostEvent = undefined;
  machine.hostLbrCtl = 0n;
  if (machine.settings.vlbrReenable === 'on-close') retryVlbr(machine);
}

/** A pinned host event in front of the vLBR event keeps it out, where perf's order counts for it. */
function blockedByHost(machine: Machine, priority: Priority | undefined): boolean {
  if (machine.settings.hostEventOrder === 'bypass' || priority === undefined) return false;
  if (priority === 'cpu-pinned') return true;
  return priority === 'task-pinned' && machine.vlbr !== 'active';
}

function activate(machine: Machine): void {
  machine.vlbr = 'active';
  if (machine.settings.vlbrFirstUse === 'own-image') {
    for (const index of recordMsrs(machine)) machine.hardware.set(index, machine.vcpu.image.get(index) ?? 0n);
  } else if (!hostStaysFirst(machine) && !machine.vlbrRan) {
    clearRecords(machine);
    machine.hardware.set(MSR.LBR_SELECT, 0n);
  }
  machine.vlbrRan = true;
}

/** Flexible events are put back after a pinned newcomer; a pinned one keeps its place and its records. */
function hostStaysFirst(machine: Machine): boolean {
  return machine.hostEvent !== undefined && machine.hostEvent.priority.endsWith('pinned');
}

function lose(machine: Machine): void {
  if (machine.settings.vlbrFirstUse !== 'own-image') return;
  for (const index of recordMsrs(machine)) machine.vcpu.image.set(index, machine.hardware.get(index) ?? 0n);
}

/** intel_pmu_lbr_reset(): TOS keeps its value; the guest's LBR_SELECT is cleared only while the vLBR event is on. */
export function clearRecords(machine: Machine): void {
  const { from, to, info, perfDepth } = machine.host;
  for (let i = 0; i < perfDepth; i++) {
    machine.hardware.set(from + i, 0n);
    machine.hardware.set(to + i, 0n);
    if (info !== 0) machine.hardware.set(info + i, 0n);
  }
}

/** FROM, TO and INFO, and what perf saves with them: SELECT and TOS on a legacy CPU. */
export function recordMsrs(machine: Machine): readonly MsrIndex[] {
  const { host } = machine;
  const records = stackMsrs(host, host.perfDepth);
  return host.lbr === 'arch' ? records : [...records, MSR.LBR_SELECT, MSR.LBR_TOS];
}

/** Kernel text of the host, as a record shows it. */
const HOST_TEXT = 0xffff_ffff_8100_0000n;

/** LBR_SELECT of a host event that asks for any branch of user space: nothing of ring 0. */
const HOST_SELECT = 1n;

/** The host records branches of its own: every entry names host kernel text. */
function hostRecords(machine: Machine): void {
  const { from, to, info, perfDepth, lbr } = machine.host;
  for (let i = 0; i < perfDepth; i++) {
    machine.hardware.set(from + i, HOST_TEXT + BigInt(i) * 0x20n);
    machine.hardware.set(to + i, HOST_TEXT + BigInt(i) * 0x20n + 0x10n);
    if (info !== 0) machine.hardware.set(info + i, 1n);
  }
  if (lbr === 'arch') machine.hostLbrCtl = 0x7f0003n;
  // perf writes its filter with every enable.
  else machine.hardware.set(MSR.LBR_SELECT, HOST_SELECT);
}

/** Whether a value in a record MSR is a record that the host made; for properties, not for the model. */
export function isHostRecord(value: bigint): boolean {
  return value >= HOST_TEXT && value < HOST_TEXT + 0x10000n;
}
