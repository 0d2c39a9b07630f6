import type { PlanLine } from '../plan.ts';
import type { LabLog } from './types.ts';

/** The first result of each of the agent's steps, by the number of the step. */
export function resultsByStep({ events }: LabLog): ReadonlyMap<number, string> {
  const results = new Map<number, string>();
  const stepOf = new Map<string, number>();
  for (const event of events) {
    if (event.t === 'mark') {
      const step = /^step (\d+) /.exec(event.text);
      if (step) stepOf.set(event.task ?? '', Number(step[1]));
    } else if (event.t === 'result') {
      const step = stepOf.get(event.task ?? '');
      if (step !== undefined && !results.has(step)) results.set(step, event.text);
    }
  }
  return results;
}

/** Number of the agent's step by index of the line: the emulator keeps lines with `!` to itself. */
export function agentSteps(lines: readonly PlanLine[]): ReadonlyMap<number, number> {
  const steps = new Map<number, number>();
  for (const [index, { text }] of lines.entries()) if (!text.startsWith('!')) steps.set(index, steps.size);
  return steps;
}
