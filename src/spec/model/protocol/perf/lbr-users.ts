/** LBR events come and go on a pCPU: arch/x86/events/intel/lbr.c. */
import { hostAsksForGuest, type EventInfo, type Machine } from '../machine.ts';
import { Filter } from '../tags.ts';
import { decodeCount, encodeCount, type World } from '../world.ts';
import { reset } from './lbr.ts';
import { dropImage, restoreImage, saveImage } from './lbr-image.ts';
import { hasTaskData } from './task-data.ts';

/**
 * intel_pmu_lbr_add(). The software filter is that of the event added last. A first user that has never run starts
 * from empty records; a first user that has run before finds whatever is there.
 */
export function lbrAdd(m: Machine, w: World, cpu: number, event: EventInfo): void {
  const hw = w.cpus[cpu];
  if (event.fakeIndex) hw.selectFlag = 1;
  hw.brSel = event.filter;
  if (hw.brSel === Filter.callStack) countCallStackUser(m, w, event, +1);
  hw.lbrUsers++;
  switch (m.design.handOver) {
    case 'first-user-reset':
      if (hw.lbrUsers === 1 && w.events[event.index].ran === 0) reset(m, w, cpu);
      break;
    case 'save-and-load':
      // A guest LBR event loads its image when it is started, not here: it may yet fail to be scheduled.
      // What comes back after a mediated vPMU never gave up its records.
      if (event.vcpu < 0 && hw.lbrUsers === 1 && hw.guestCtxLoaded === 0) reset(m, w, cpu);
      break;
    case 'none':
      break;
  }
}

/** The start of a guest LBR event. Where records come and go with the event: its own image, or zeros. */
export function startVlbr(m: Machine, w: World, cpu: number, task: number): void {
  const hw = w.cpus[cpu];
  if (hw.guestMask === 1) return;
  hw.guestMask = 1;
  if (m.design.handOver !== 'save-and-load') return;
  reset(m, w, cpu);
  if (w.images[task].valid === 1) restoreImage(m, w, cpu, task);
  dropImage(m, w, task);
}

/** The start of a host LBR event, once it is sure to fit: guest branches may be there that another one asked for. */
export function startHost(m: Machine, w: World, cpu: number, event: EventInfo): void {
  if (!event.excludeGuest || !hostAsksForGuest(m, w, cpu)) return;
  if (m.design.mixedUsers === 'zeros') reset(m, w, cpu);
}

/** intel_pmu_lbr_del() */
export function lbrDel(m: Machine, w: World, cpu: number, event: EventInfo): void {
  const hw = w.cpus[cpu];
  const filter = m.design.callStackAccounting === 'last-filter' ? hw.brSel : event.filter;
  if (filter === Filter.callStack) countCallStackUser(m, w, event, -1);
  if (event.fakeIndex) hw.selectFlag = 0;
  hw.lbrUsers--;
  // The kernel leaves the filter as it is; nobody looks at it before the next event is added.
  if (hw.lbrUsers === 0) hw.brSel = Filter.zero;
}

/** The stop of a guest LBR event. Where records come and go with the event, it takes them along. */
export function stopVlbr(m: Machine, w: World, cpu: number, task: number): void {
  w.cpus[cpu].guestMask = 0;
  if (m.design.handOver === 'save-and-load') saveImage(m, w, cpu, task);
}

/** lbr_callstack_users of the event's task; of the whole system for a CPU event, where the design has that. */
function countCallStackUser(m: Machine, w: World, event: EventInfo, step: 1 | -1): void {
  const task = event.cpu >= 0 ? 0 : w.events[event.index].task;
  if (task !== 0) {
    if (hasTaskData(m, w, task)) w.images[task].users = counted(m, w.images[task].users, step);
  } else if (m.design.systemWideCallStack === 'saved') {
    w.callStackUsers = counted(m, w.callStackUsers, step);
  }
}

function counted(m: Machine, field: number, step: 1 | -1): number {
  return encodeCount(m.instance, decodeCount(m.instance, field) + step);
}
