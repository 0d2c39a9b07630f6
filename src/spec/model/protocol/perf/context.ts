/** perf's contexts: one of each pCPU, one of each task with events. Names follow kernel/events/core.c. */
import type { EventInfo, Machine } from '../machine.ts';
import { EventState, type World } from '../world.ts';

export type Class = 'pinned' | 'flexible';

/** A context: that of a pCPU (`cpu` >= 0) or that of a task. */
export interface Context {
  readonly cpu: number;
  readonly task: number;
}

export const cpuContext = (cpu: number): Context => ({ cpu, task: 0 });

export const taskContext = (task: number): Context => ({ cpu: -1, task });

export function belongsTo(w: World, event: EventInfo, context: Context): boolean {
  if (w.events[event.index].state === EventState.none) return false;
  return context.cpu >= 0 ? event.cpu === context.cpu : event.cpu < 0 && w.events[event.index].task === context.task;
}

export const classOf = (event: EventInfo): Class => (event.pinned ? 'pinned' : 'flexible');

/** Whether a task has a perf context with events in it. */
export function hasContext(m: Machine, w: World, task: number): boolean {
  if (task === 0) return false;
  for (const event of m.events) {
    if (event.cpu < 0 && w.events[event.index].state !== EventState.none && w.events[event.index].task === task)
      return true;
  }
  return false;
}

/** Where perf notes for a context that its timer has something to rotate; it forgets to take the note back. */
export function setRotates(w: World, context: Context, due: 0 | 1): void {
  if (context.cpu >= 0) w.cpus[context.cpu].rotates = due;
  else w.images[context.task].rotates = due;
}

export function rotates(w: World, context: Context): boolean {
  return (context.cpu >= 0 ? w.cpus[context.cpu].rotates : w.images[context.task].rotates) === 1;
}
