/** Runs walks through the harness and finds the first step at which the two sides disagree. */
import type { ProtocolModel } from '../../src/spec/model/protocol/index.ts';
import { parseRun, runScenarioLines, type Kernel } from '../harness-run.ts';
import { fields, observeHarness } from './observe.ts';
import { harnessSteps, type Walk } from './walk.ts';

export interface Difference {
  readonly field: string;
  readonly model: string;
  readonly kernel: string;
}

export interface Mismatch {
  /** Index into `Walk.mirrored`. */
  readonly at: number;
  readonly differences: readonly Difference[];
}

/** For each walk the first mismatch, or undefined. All walks run on one CPU of the harness. */
export async function compare(
  kernel: Kernel,
  cpu: string,
  walks: readonly { readonly model: ProtocolModel; readonly walk: Walk }[],
): Promise<(Mismatch | undefined)[]> {
  const runs = await runScenarioLines(
    kernel,
    cpu,
    walks.map(({ walk }) => harnessSteps(walk)),
  );
  return walks.map(({ model, walk }, index) => {
    const states = parseRun(runs[index]); // one at a time: all of them at once cost more to collect than to parse
    let next = 0;
    for (const [at, { steps, expected, countsWrites }] of walk.mirrored.entries()) {
      const observed = observeHarness(model.machine, states.slice(next, next + steps.length), countsWrites);
      next += steps.length;
      if (observed.every((value, i) => value === expected[i])) continue;
      const names = fields(model.machine);
      const differences = names
        .map((field, i) => ({ field, model: expected[i], kernel: observed[i] }))
        .filter((difference) => difference.model !== difference.kernel);
      return { at, differences };
    }
    return undefined;
  });
}
