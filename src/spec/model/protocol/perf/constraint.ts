/** Whether an LBR event fits on a pCPU: the constraints of arch/x86/events/intel/core.c, and what becomes of the shared register. */
import { cpuOfEvent, type EventInfo, type Machine } from '../machine.ts';
import { Filter } from '../tags.ts';
import { EventState, type World } from '../world.ts';
import { lbrAdd, lbrDel, startHost, stopVlbr } from './lbr-users.ts';

/** Whether the shared register lets the event on: free, or held for the very same configuration. */
function registerIsFree(m: Machine, w: World, cpu: number, event: EventInfo): boolean {
  if (event.fakeIndex && fakeIndexIsTaken(m, w, cpu)) return false;
  if (!takesRegister(m, event)) return true;
  const hw = w.cpus[cpu];
  return hw.erRef === 0 || hw.erConfig === event.config;
}

/** intel_vlbr_constraints() comes before the shared register for everybody who uses the encoding. */
function takesRegister(m: Machine, event: EventInfo): boolean {
  return !event.fakeIndex || m.design.vlbrConstraint !== 'bypass';
}

function fakeIndexIsTaken(m: Machine, w: World, cpu: number): boolean {
  for (const event of m.events) {
    if (!event.fakeIndex || w.events[event.index].state !== EventState.active) continue;
    if (cpuOfEvent(m, w, event) === cpu) return true;
  }
  return false;
}

/** group_sched_in(): adds first and looks at the constraints afterwards, so a failure leaves its traces. */
export function groupSchedIn(m: Machine, w: World, cpu: number, event: EventInfo): boolean {
  const free = registerIsFree(m, w, cpu, event);
  lbrAdd(m, w, cpu, event);
  if (!free) {
    lbrDel(m, w, cpu, event);
    return false;
  }
  if (takesRegister(m, event)) {
    w.cpus[cpu].erConfig = event.config;
    w.cpus[cpu].erRef++;
  }
  if (event.vcpu < 0) startHost(m, w, cpu, event);
  // intel_set_masks() of index 58: the mask bit by which perf leaves the LBRs alone, whoever sets it.
  if (event.vcpu < 0 && event.fakeIndex && event.excludeHost) w.cpus[cpu].guestMask = 1;
  w.events[event.index].state = EventState.active;
  return true;
}

/** event_sched_out(): of an ACTIVE event; from here on it has run. */
export function eventSchedOut(m: Machine, w: World, cpu: number, event: EventInfo): void {
  if (event.vcpu >= 0) stopVlbr(m, w, cpu, w.events[event.index].task);
  else if (event.fakeIndex && event.excludeHost) w.cpus[cpu].guestMask = 0;
  lbrDel(m, w, cpu, event);
  if (takesRegister(m, event)) releaseRegister(m, w, cpu);
  w.events[event.index].state = EventState.inactive;
  w.events[event.index].ran = 1;
}

/** The register keeps its value in the kernel; with perf muted under a guest LBR event, nobody reads a stale one. */
function releaseRegister(m: Machine, w: World, cpu: number): void {
  const hw = w.cpus[cpu];
  if (m.design.registerRelease === 'leaks' && hw.erRef === 1) return;
  hw.erRef--;
  if (hw.erRef === 0 && m.design.vlbrMutesHost === 'yes') hw.erConfig = Filter.zero;
}
