/** perf's multiplexing timer: kernel/events/core.c. */
import { cpuOfEvent, type EventInfo, type Machine } from '../machine.ts';
import { mustAsk } from '../request.ts';
import { EventState, type World } from '../world.ts';
import { belongsTo, type Context, cpuContext, hasContext, rotates, setRotates, taskContext } from './context.ts';
import { giveUp } from './event.ts';
import { classSchedIn, classSchedOut, pmuDisable, pmuEnable } from './sched.ts';

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
