/**
 * perf's event scheduling, as far as LBR events go: kernel/events/core.c. Names follow the kernel's. Every entry point
 * runs with IRQs off and stops the PMU around what it does, so each is one atomic step; an NMI in the middle of it
 * finds the PMU disabled and writes nothing.
 */
import { executeBranch } from './hardware.ts';
import { irqsOn } from './irq.ts';
import { cpuOfEvent, type EventInfo, type Machine } from './machine.ts';
import {
  allocateTaskData,
  disableAll,
  enableAll,
  freeTaskData,
  guestEventIsOn,
  lbrAdd,
  lbrDel,
  schedTask,
  startHost,
  startVlbr,
  stopVlbr,
} from './perf-lbr.ts';
import { heldByRunningVcpu, mustAsk, withdraw } from './request.ts';
import { Filter, Tag } from './tags.ts';
import { EventState, type World } from './world.ts';

type Class = 'pinned' | 'flexible';

/** A context: that of a pCPU (`cpu` >= 0) or that of a task. */
export interface Context {
  readonly cpu: number;
  readonly task: number;
}

const cpuContext = (cpu: number): Context => ({ cpu, task: 0 });
const taskContext = (task: number): Context => ({ cpu: -1, task });

function belongsTo(w: World, event: EventInfo, context: Context): boolean {
  if (w.events[event.index].state === EventState.none) return false;
  return context.cpu >= 0 ? event.cpu === context.cpu : event.cpu < 0 && w.events[event.index].task === context.task;
}

const classOf = (event: EventInfo): Class => (event.pinned ? 'pinned' : 'flexible');

/** Whether a task has a perf context with events in it. */
function hasContext(m: Machine, w: World, task: number): boolean {
  if (task === 0) return false;
  for (const event of m.events) {
    if (event.cpu < 0 && w.events[event.index].state !== EventState.none && w.events[event.index].task === task)
      return true;
  }
  return false;
}

/** x86_pmu_disable() */
export function pmuDisable(m: Machine, w: World, cpu: number): void {
  disableAll(m, w, cpu);
}

/** x86_pmu_enable(): starts what was added, the guest LBR event among it, and then turns the PMU on. */
export function pmuEnable(m: Machine, w: World, cpu: number): void {
  for (let index = m.firstVlbr; index < m.events.length; index++) {
    if (w.events[index].state === EventState.active && cpuOfEvent(m, w, m.events[index]) === cpu) {
      startVlbr(m, w, cpu, w.events[index].task);
    }
  }
  enableAll(m, w, cpu);
}

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
function groupSchedIn(m: Machine, w: World, cpu: number, event: EventInfo): boolean {
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
  w.events[event.index].state = EventState.active;
  return true;
}

/** event_sched_out(): of an ACTIVE event; from here on it has run. */
function eventSchedOut(m: Machine, w: World, cpu: number, event: EventInfo): void {
  if (event.vcpu >= 0) stopVlbr(m, w, cpu, w.events[event.index].task);
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

/** Where perf notes for a context that its timer has something to rotate; it forgets to take the note back. */
function setRotates(w: World, context: Context, due: 0 | 1): void {
  if (context.cpu >= 0) w.cpus[context.cpu].rotates = due;
  else w.images[context.task].rotates = due;
}

function rotates(w: World, context: Context): boolean {
  return (context.cpu >= 0 ? w.cpus[context.cpu].rotates : w.images[context.task].rotates) === 1;
}

/** ctx_sched_out() of one class. */
function classSchedOut(m: Machine, w: World, cpu: number, context: Context, which: Class): void {
  for (let rank = 1; rank <= m.events.length; rank++) {
    for (const event of m.events) {
      if (w.events[event.index].rank !== rank || classOf(event) !== which || !belongsTo(w, event, context)) continue;
      if (w.events[event.index].state === EventState.active) eventSchedOut(m, w, cpu, event);
    }
  }
  if (which === 'flexible') setRotates(w, context, 0);
}

/** ctx_sched_out() of one class, to make room: what belongs to a vCPU in KVM_RUN stays where perf has to ask for it. */
function classMakesRoom(m: Machine, w: World, cpu: number, context: Context, which: Class): void {
  const ofTask = context.cpu < 0 && which === 'pinned';
  if (m.design.takeOver !== 'at-once' && heldByRunningVcpu(m, w, cpu) && ofTask) return;
  if (m.design.vlbrPriority === 'keeps-place' && guestEventIsOn(m, w, cpu) && ofTask) return;
  classSchedOut(m, w, cpu, context, which);
}

/** ctx_sched_in() and merge_sched_in() of one class. A pinned event that does not fit goes to ERROR and stays there. */
function classSchedIn(m: Machine, w: World, cpu: number, context: Context, which: Class): void {
  let canAddHw = true;
  for (let rank = 1; rank <= m.events.length; rank++) {
    for (const event of m.events) {
      const state = w.events[event.index];
      if (state.rank !== rank || classOf(event) !== which || !belongsTo(w, event, context)) continue;
      if (state.state !== EventState.inactive) continue;
      if (canAddHw && groupSchedIn(m, w, cpu, event)) continue;
      canAddHw = false;
      if (event.priority === 'cpu-pinned' && heldByRunningVcpu(m, w, cpu)) w.cpus[cpu].handOverRequest = 1;
      else if (event.pinned) state.state = EventState.error;
      else setRotates(w, context, 1);
    }
  }
}

/**
 * ctx_resched(): what has to make room goes out, and comes back in order of priority. What did not go out is not looked
 * at, so an event that waits there goes on waiting.
 */
function ctxResched(m: Machine, w: World, cpu: number, cause: EventInfo): void {
  const cpuCtx = cpuContext(cpu);
  const taskCtx = taskContext(w.cpus[cpu].current);
  const ofCpu = cause.cpu >= 0;
  pmuDisable(m, w, cpu);
  if (cause.pinned) classMakesRoom(m, w, cpu, taskCtx, 'pinned');
  classSchedOut(m, w, cpu, taskCtx, 'flexible');
  if (ofCpu && cause.pinned) classSchedOut(m, w, cpu, cpuCtx, 'pinned');
  if (ofCpu || cause.pinned) classSchedOut(m, w, cpu, cpuCtx, 'flexible');
  if (ofCpu && cause.pinned) classSchedIn(m, w, cpu, cpuCtx, 'pinned');
  if (cause.pinned) classSchedIn(m, w, cpu, taskCtx, 'pinned');
  if (ofCpu || cause.pinned) classSchedIn(m, w, cpu, cpuCtx, 'flexible');
  classSchedIn(m, w, cpu, taskCtx, 'flexible');
  pmuEnable(m, w, cpu);
}

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
function settleRequest(m: Machine, w: World, cpu: number): void {
  if (w.cpus[cpu].handOverRequest === 0) return;
  const waits = m.events.some(
    (event) =>
      event.cpu === cpu && event.priority === 'cpu-pinned' && w.events[event.index].state === EventState.inactive,
  );
  if (waits && heldByRunningVcpu(m, w, cpu)) return;
  withdraw(w, cpu);
  classSchedIn(m, w, cpu, cpuContext(cpu), 'pinned');
}

/** The contexts that are live on a pCPU. */
export function contextsOn(m: Machine, w: World, cpu: number): readonly Context[] {
  const task = w.cpus[cpu].current;
  return hasContext(m, w, task) ? [cpuContext(cpu), taskContext(task)] : [cpuContext(cpu)];
}

/** ctx_sched_out() of everything. */
export function schedEverythingOut(m: Machine, w: World, cpu: number, contexts: readonly Context[]): void {
  for (const context of contexts) {
    classSchedOut(m, w, cpu, context, 'pinned');
    classSchedOut(m, w, cpu, context, 'flexible');
  }
}

/** perf_event_sched_in(): pinned before flexible, the pCPU's own before the task's. */
export function schedEverythingIn(m: Machine, w: World, cpu: number, contexts: readonly Context[]): void {
  for (const which of ['pinned', 'flexible'] as const) {
    for (const context of contexts) classSchedIn(m, w, cpu, context, which);
  }
}

/** Whether perf takes the multiplexing timer to have something to do on this pCPU. */
export function rotationIsDue(m: Machine, w: World, cpu: number): boolean {
  const hw = w.cpus[cpu];
  if (m.design.takeOver === 'request-impatient' && hw.handOverRequest === 1) return true;
  return hw.rotates === 1 || (hw.current !== 0 && w.images[hw.current].rotates === 1);
}

/** perf_rotate_context(), from the multiplexing timer: only flexible events move. */
export function rotate(m: Machine, w: World, cpu: number): void {
  const cpuCtx = cpuContext(cpu);
  const taskCtx = taskContext(w.cpus[cpu].current);
  if (m.design.takeOver === 'request-impatient' && w.cpus[cpu].handOverRequest === 1) {
    takeWithoutAnswer(m, w, cpu);
    return;
  }
  const taskEvent = toRotate(m, w, taskCtx);
  const cpuEvent = toRotate(m, w, cpuCtx);
  const taskMoves = taskEvent !== undefined || (cpuEvent !== undefined && hasContext(m, w, taskCtx.task));
  pmuDisable(m, w, cpu);
  if (taskMoves) classSchedOut(m, w, cpu, taskCtx, 'flexible');
  if (cpuEvent !== undefined) {
    classSchedOut(m, w, cpu, cpuCtx, 'flexible');
    moveToEnd(m, w, cpuCtx, cpuEvent);
    classSchedIn(m, w, cpu, cpuCtx, 'flexible');
  }
  if (taskEvent !== undefined) moveToEnd(m, w, taskCtx, taskEvent);
  if (taskMoves) classSchedIn(m, w, cpu, taskCtx, 'flexible');
  pmuEnable(m, w, cpu);
}

/** perf does not wait for KVM: it puts the guest LBR event into ERROR itself. */
function takeWithoutAnswer(m: Machine, w: World, cpu: number): void {
  for (const event of m.events) {
    if (mustAsk(m, w, event) && w.events[event.index].state === EventState.active && cpuOfEvent(m, w, event) === cpu) {
      giveUp(m, w, event);
    }
  }
}

function flexibleEvents(m: Machine, w: World, context: Context): EventInfo[] {
  return m.events
    .filter((event) => !event.pinned && belongsTo(w, event, context))
    .sort((a, b) => w.events[a.index].rank - w.events[b.index].rank);
}

/** ctx_event_to_rotate(): the first that is on, else the first. */
function toRotate(m: Machine, w: World, context: Context): EventInfo | undefined {
  if (!rotates(w, context)) return undefined;
  setRotates(w, context, 0);
  const events = flexibleEvents(m, w, context);
  return events.find((event) => w.events[event.index].state === EventState.active) ?? events[0];
}

function moveToEnd(m: Machine, w: World, context: Context, event: EventInfo): void {
  const events = flexibleEvents(m, w, context);
  const from = w.events[event.index].rank;
  for (const other of events) if (w.events[other.index].rank > from) w.events[other.index].rank--;
  w.events[event.index].rank = events.length;
}

/**
 * A task switch: __perf_event_task_sched_out(), the scheduler's own branches, __perf_event_task_sched_in(). The
 * callbacks for a pCPU's own events run only where the task has no perf context.
 */
export function switchTask(m: Machine, w: World, cpu: number, next: number): void {
  const previous = w.cpus[cpu].current;
  if (hasContext(m, w, previous)) {
    pmuDisable(m, w, cpu);
    schedTask(m, w, cpu, previous, 'out');
    classSchedOut(m, w, cpu, taskContext(previous), 'pinned');
    classSchedOut(m, w, cpu, taskContext(previous), 'flexible');
    w.cpus[cpu].current = next;
    if (m.design.takeOver !== 'request-forgotten-on-leave') settleRequest(m, w, cpu);
    pmuEnable(m, w, cpu);
  } else {
    cpuOnlyCallback(m, w, cpu, previous, 'out');
    w.cpus[cpu].current = next;
  }
  executeBranch(m, w, cpu, Tag.host);
  if (hasContext(m, w, next)) contextSchedIn(m, w, cpu, next);
  else cpuOnlyCallback(m, w, cpu, next, 'in');
}

/** perf_pmu_sched_task() */
function cpuOnlyCallback(m: Machine, w: World, cpu: number, task: number, way: 'in' | 'out'): void {
  if (m.design.taskSwitchCallback === 'task-events-only') return;
  if (w.cpus[cpu].lbrUsers === 0) return;
  pmuDisable(m, w, cpu);
  schedTask(m, w, cpu, task, way);
  pmuEnable(m, w, cpu);
}

/** perf_event_context_sched_in(): CPU-flexible events make room only where the task has pinned ones. */
function contextSchedIn(m: Machine, w: World, cpu: number, task: number): void {
  const context = taskContext(task);
  const pinned = m.events.some((event) => event.pinned && belongsTo(w, event, context));
  pmuDisable(m, w, cpu);
  if (pinned) classSchedOut(m, w, cpu, cpuContext(cpu), 'flexible');
  classSchedIn(m, w, cpu, context, 'pinned');
  if (pinned) classSchedIn(m, w, cpu, cpuContext(cpu), 'flexible');
  classSchedIn(m, w, cpu, context, 'flexible');
  schedTask(m, w, cpu, task, 'in');
  pmuEnable(m, w, cpu);
}
