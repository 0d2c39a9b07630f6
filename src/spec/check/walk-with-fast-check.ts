import * as fc from 'fast-check';
import type { Action, Model, Property } from '../kit/model.ts';
import { chooser, CHOICES } from './choose.ts';
import { compileLayout } from './compile-layout.ts';
import { JudgedRun } from './judged-run.ts';
import type { PropertyResult, Violation } from './result.ts';

interface FastCheckOptions {
  readonly runs: number;
  /** The most steps of a run. */
  readonly steps: number;
  readonly seed: number;
  readonly countWitnesses?: boolean;
  readonly debug?: boolean;
}

interface FastCheckWalks<W> {
  readonly seed: number;
  /** Runs before shrinking, over all properties. */
  readonly runs: number;
  /** Steps of these runs and of the shrinking. */
  readonly steps: number;
  readonly properties: readonly FastCheckResult<W>[];
}

interface FastCheckResult<W> extends PropertyResult<W> {
  readonly verdict: 'holds' | 'violated';
  /** With seed and path fast-check reproduces the shrunk run at once. */
  readonly path?: string;
}

/**
 * Random walks by fast-check: a run is an array of numbers that choose among the enabled actions, so every value is a
 * run and shrinking an array shrinks the run. Each violated property is shrunk on its own; the others go on.
 */
export function walkWithFastCheck<W>(
  model: Model<W>,
  properties: readonly Property<W>[],
  options: FastCheckOptions,
): FastCheckWalks<W> {
  const { runs, steps, seed, debug = false, countWitnesses = false } = options;
  const layout = compileLayout<W>(model.layout, { debug });
  const choices = fc.array(fc.nat(CHOICES - 1), { maxLength: steps, size: 'max' });
  const results = properties.map((property): FastCheckResult<W> => ({ property, verdict: 'holds', witnesses: 0 }));
  let open = [...properties.keys()];
  let taken = 0;
  let total = 0;
  for (;;) {
    const run = new JudgedRun(
      model,
      layout,
      open.map((index) => properties[index]),
      countWitnesses,
    );
    const player = choicePlayer(model, run);
    let target = -1;
    const details = fc.check(
      fc.property(fc.integer({ min: 0, max: model.initialStates - 1 }), choices, (initial, list) => {
        player.play(initial, list);
        taken += run.length;
        if (run.violated === 0) return true;
        const broken = run.findings.findIndex(({ violatedAt }) => violatedAt !== undefined);
        // While it shrinks, only the property that failed first counts.
        if (target < 0) target = broken;
        const fails = run.findings[target].violatedAt !== undefined;
        run.reopen();
        return !fails;
      }),
      { seed, numRuns: runs, endOnFailure: false },
    );
    total += details.numRuns;
    for (const [i, index] of open.entries())
      results[index] = { ...results[index], witnesses: run.findings[i].witnesses };
    if (details.counterexample === null || target < 0) break;
    const index = open[target];
    const violation = concrete(player, run, target, details.counterexample);
    results[index] = { ...results[index], verdict: 'violated', violation, path: details.counterexamplePath ?? '' };
    open = open.filter((other) => other !== index);
    if (open.length === 0) break;
  }
  return { seed, runs: total, steps: taken, properties: results };
}

function concrete<W>(
  player: ReturnType<typeof choicePlayer<W>>,
  run: JudgedRun<W>,
  target: number,
  [initial, list]: readonly [number, readonly number[]],
): Violation<W> {
  run.reopen();
  player.play(initial, list);
  return run.violationOf(run.findings[target], initial, player.steps);
}

/** Plays a list of choices until it ends, a dead end is met, or a property is violated. */
function choicePlayer<W>(model: Model<W>, run: JudgedRun<W>) {
  const choosing = chooser(model);
  const actions: Action<W>[] = [];
  return {
    play(initial: number, list: readonly number[]): void {
      run.begin(initial);
      for (const choice of list) {
        if (run.violated > 0) break;
        const action = choosing.pick(run.world, choice);
        if (action === undefined) break;
        actions[run.length] = action;
        run.take(action);
      }
    },
    /** The steps that were played last. */
    get steps(): readonly Action<W>[] {
      return actions.slice(0, run.length);
    },
  };
}
