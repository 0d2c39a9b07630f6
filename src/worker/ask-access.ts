import { designs } from '../spec/designs/index.ts';
import { ScenarioError } from '../spec/scenario/problem.ts';
import { replayRegister } from '../spec/scenario/replay-register.ts';
import type { AccessRequest, Answer } from './messages.ts';

/** What the last of the steps gives on every design. A design on which it makes no sense says why. */
export function askAccess({ host, steps }: AccessRequest): Extract<Answer, { kind: 'accessed' }> {
  const results = designs.map(({ name }) => {
    try {
      const line = replayRegister({ format: 'lbr-scenario/1', design: name, host, steps }).at(-1);
      return { design: name, ...(line === undefined ? {} : { line }) };
    } catch (error) {
      if (error instanceof ScenarioError) return { design: name, problem: error.message };
      throw error;
    }
  });
  return { kind: 'accessed', results };
}
