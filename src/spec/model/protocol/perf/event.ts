/** An LBR event is opened, closed, enabled, disabled or given up: kernel/events/core.c. */
import { irqsOn } from '../irq.ts';
import { cpuOfEvent, type EventInfo, type Machine } from '../machine.ts';
import { heldByRunningVcpu, withdraw } from '../request.ts';
import { EventState, type World } from '../world.ts';
import { eventSchedOut } from './constraint.ts';
import { belongsTo, classOf, cpuContext, setRotates, taskContext } from './context.ts';
import { classSchedIn, ctxResched, pmuDisable, pmuEnable } from './sched.ts';
import { allocateTaskData, freeTaskData } from './task-data.ts';

/** perf_event_open() or perf_event_create_kernel_counter(): the event is installed where its context is live. */
export function openEvent(m: Machine, w: World, event: EventInfo, task: number): void {
  const state = w.events[event.index];
  state.task = event.cpu >= 0 ? 0 : task;
  state.ran = 0;
  state.state = EventState.inactive;
  state.rank = 1;
  for (const other of m.events) {
    if (other === event || classOf(other) !== classOf(event) || w.events[other.index].state === EventState.none)
      continue;
    if (other.cpu === event.cpu && w.events[other.index].task === state.task) state.rank++;
  }
  allocateTaskData(m, w, state.task);
  const cpu = cpuOfEvent(m, w, event);
  if (cpu < 0) return;
  if (irqsOn(m, w, cpu)) ctxResched(m, w, cpu, event);
  else w.cpus[cpu].handOverRequest = 1;
}

/** perf_event_release_kernel(): nobody else is scheduled in because of it. */
export function closeEvent(m: Machine, w: World, event: EventInfo): void {
  const state = w.events[event.index];
  takeOff(m, w, event);
  for (const other of m.events) {
    const its = w.events[other.index];
    if (
      classOf(other) === classOf(event) &&
      other.cpu === event.cpu &&
      its.task === state.task &&
      its.rank > state.rank
    ) {
      its.rank--;
    }
  }
  const { task } = state;
  const context = event.cpu >= 0 ? cpuContext(event.cpu) : taskContext(task);
  state.state = EventState.none;
  state.rank = state.ran = state.task = 0;
  if (!m.events.some((other) => belongsTo(w, other, context))) setRotates(w, context, 0);
  if (event.cpu >= 0) settleRequest(m, w, event.cpu);
  freeTaskData(m, w, task);
  if (event.cpu >= 0) for (let t = 1; t < w.images.length; t++) freeTaskData(m, w, t);
}

/** perf_event_disable(): nobody else is scheduled in because of it. */
export function disableEvent(m: Machine, w: World, event: EventInfo): void {
  takeOff(m, w, event);
  w.events[event.index].state = EventState.off;
  if (event.cpu >= 0) settleRequest(m, w, event.cpu);
}

/** perf_event_enable(), from OFF and from ERROR. */
export function enableEvent(m: Machine, w: World, event: EventInfo): void {
  w.events[event.index].state = EventState.inactive;
  const cpu = cpuOfEvent(m, w, event);
  if (cpu >= 0) ctxResched(m, w, cpu, event);
}

function takeOff(m: Machine, w: World, event: EventInfo): void {
  if (w.events[event.index].state !== EventState.active) return;
  const cpu = cpuOfEvent(m, w, event);
  pmuDisable(m, w, cpu);
  eventSchedOut(m, w, cpu, event);
  settleRequest(m, w, cpu);
  pmuEnable(m, w, cpu);
}

/** KVM gives a guest LBR event up: it waits in ERROR, from which KVM enables it again. */
export function giveUp(m: Machine, w: World, event: EventInfo): void {
  const cpu = cpuOfEvent(m, w, event);
  pmuDisable(m, w, cpu);
  eventSchedOut(m, w, cpu, event);
  w.events[event.index].state = EventState.error;
  settleRequest(m, w, cpu);
  pmuEnable(m, w, cpu);
}

/** A request ends where the guest has left, in favour of who waits, and where nobody waits any more. */
export function settleRequest(m: Machine, w: World, cpu: number): void {
  if (w.cpus[cpu].handOverRequest === 0) return;
  const waits = m.events.some(
    (event) =>
      event.cpu === cpu && event.priority === 'cpu-pinned' && w.events[event.index].state === EventState.inactive,
  );
  if (waits && heldByRunningVcpu(m, w, cpu)) return;
  withdraw(w, cpu);
  classSchedIn(m, w, cpu, cpuContext(cpu), 'pinned');
}
