import { ScenarioError } from './problem.ts';
import { replayRegister, type ReplayLine } from './replay-register.ts';
import type { Scenario, ScenarioStep } from './types.ts';

/** A run that a rule compares with, replayed. */
interface ComparedLines {
  readonly as: string;
  readonly steps: readonly ScenarioStep[];
  readonly lines: readonly ReplayLine[];
}

/** What the vCPUs saw that a scenario is compared with. Throws a ScenarioError with the JSON path. */
export function replayCompared({ compared = [], ...scenario }: Scenario): ComparedLines[] {
  return compared.map(({ as, host = scenario.host, steps }, index) => {
    const { host: _, ...rest } = scenario;
    try {
      return { as, steps, lines: replayRegister({ ...rest, ...(host && { host }), steps }) };
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      const path = error.path.replace(/^\$/, `$.compared[${index}]`);
      throw new ScenarioError(path, error.message.slice(error.path.length + 2));
    }
  });
}

/**
 * Where the last step of a run differs from the runs that it is compared with, one sentence each; of a run that did
 * something else, what its last step gave.
 */
export function differences(
  steps: readonly ScenarioStep[],
  lines: readonly ReplayLine[],
  others: readonly ComparedLines[],
): string[] {
  const step = steps.at(-1);
  const line = lines.at(-1);
  if (step === undefined || line === undefined) return [];
  const here = `${called(step)}: ${gave(line)}`;
  return others.flatMap(({ as, steps: theirs, lines: saw }) => {
    const there = theirs.at(-1);
    const last = saw.at(-1);
    if (there === undefined || last === undefined) return [];
    const same = called(there) === called(step);
    return [`Here ${here}; ${as}, ${same ? 'the same' : called(there)}: ${gave(last)}`];
  });
}

const called = ({ op, ...args }: ScenarioStep): string =>
  [op, ...Object.values(args).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))].join(' ');

const gave = ({ result, value }: ReplayLine): string => (result === 'ok' ? (value ?? 'ok') : result);
