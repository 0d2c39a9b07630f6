/** The memory in which perf keeps the records of a task: kernel/events/core.c. */
import type { Machine } from '../machine.ts';
import { Filter } from '../tags.ts';
import { EventState, type World } from '../world.ts';
import { dropImage } from './lbr-image.ts';

/** Whether perf has memory for the records of a task. */
export function hasTaskData(m: Machine, w: World, task: number): boolean {
  if (task === 0 || belongsToKvm(m, task)) return false;
  if (m.design.taskData === 'with-call-stack-event') return hasCallStackEvent(m, w, task);
  return w.images[task].allocated === 1 && hasEvent(m, w, task);
}

/** With a mediated vPMU, KVM keeps the LBRs of a vCPU. Call stacks of its thread, which perf would keep, are not modelled then. */
function belongsToKvm(m: Machine, task: number): boolean {
  return m.mediated && m.guestHasLbr && m.vcpuOfTask[task] >= 0;
}

/** Whether some open event asks for a saved call stack of the task. */
function hasCallStackEvent(m: Machine, w: World, task: number): boolean {
  for (const event of m.events) {
    if (w.events[event.index].state === EventState.none || event.filter !== Filter.callStack) continue;
    if (event.cpu < 0 && w.events[event.index].task === task) return true;
    if (event.cpu >= 0 && m.design.systemWideCallStack === 'saved') return true;
  }
  return false;
}

/** Called with an event that has just been opened. */
export function allocateTaskData(m: Machine, w: World, task: number): void {
  if (task !== 0 && m.design.taskData !== 'with-call-stack-event' && hasCallStackEvent(m, w, task)) {
    w.images[task].allocated = 1;
  }
}

/** Called when an event has just been closed. A new allocation is zeroed. */
export function freeTaskData(m: Machine, w: World, task: number): void {
  if (task === 0 || belongsToKvm(m, task) || !dataGoes(m, w, task)) return;
  const image = w.images[task];
  image.allocated = 0;
  image.users = 0;
  if (m.design.lazyRelease === 'keeps-records') return;
  dropImage(m, w, task);
  image.select = Filter.zero;
}

function hasEvent(m: Machine, w: World, task: number): boolean {
  return m.events.some(
    (event) => event.cpu < 0 && w.events[event.index].task === task && w.events[event.index].state !== EventState.none,
  );
}

function dataGoes(m: Machine, w: World, task: number): boolean {
  switch (m.design.taskData) {
    case 'with-call-stack-event':
      return !hasCallStackEvent(m, w, task);
    case 'with-any-event':
      return !hasEvent(m, w, task);
    case 'with-task':
      return false;
  }
}
