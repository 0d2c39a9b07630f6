/** perf at a task switch: kernel/events/core.c. */
import { executeBranch } from '../hardware.ts';
import type { Machine } from '../machine.ts';
import { Tag } from '../tags.ts';
import type { World } from '../world.ts';
import { belongsTo, cpuContext, hasContext, taskContext } from './context.ts';
import { settleRequest } from './event.ts';
import { schedTask } from './lbr-task-switch.ts';
import { classSchedIn, classSchedOut, pmuDisable, pmuEnable } from './sched.ts';

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
