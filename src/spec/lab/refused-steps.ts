import { agentSteps, resultsByStep } from './log/results.ts';
import type { LabLog } from './log/types.ts';
import type { PlanLine } from './plan.ts';

/** Steps that the agent could not carry out, each as one line: its text and why. */
export function refusedSteps(log: LabLog, lines: readonly PlanLine[]): string[] {
  const results = resultsByStep(log);
  return [...agentSteps(lines)].flatMap(([index, step]) => {
    const result = results.get(step);
    return result?.startsWith('error ') === true ? [`"${lines[index].text}": ${result.slice(6)}`] : [];
  });
}
