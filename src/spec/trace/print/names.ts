import { cpuOfTask } from '../../model/protocol/observe.ts';
import type { Machine, World } from '../../model/protocol/index.ts';

const FIRST_PID = 1000;

/** An argument of an action. */
type Name = string | number | undefined;

/** Thread ID of a task of the model; 0 is the idle task. */
export function pidOf(task: number): number {
  return task === 0 ? 0 : FIRST_PID + task;
}

export function commOf(m: Machine, task: number): string {
  return task === 0 ? '<idle>' : m.instance.tasks[task - 1].name;
}

export function vcpuOf(m: Machine, name: Name): number {
  return m.taskOfVcpu.findIndex((task) => m.instance.tasks[task - 1].name === name);
}

/** pCPU on which the task runs, -1 where it does not. */
export function cpuOfNamedTask(m: Machine, name: Name, w: World): number {
  return cpuOfTask(w, m.instance.tasks.findIndex((task) => task.name === name) + 1);
}

/** pCPU of the event, or on which its task runs; -1 where there is none. */
export function cpuOfNamedEvent(m: Machine, name: Name, w: World): number {
  const event = m.events.find((candidate) => candidate.name === name);
  if (event === undefined) return -1;
  return event.cpu >= 0 ? event.cpu : cpuOfTask(w, event.task);
}
