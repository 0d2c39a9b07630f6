import type { Action, Model, Property } from '../kit/model.ts';
import { compileLayout } from './compile-layout.ts';
import { JudgedRun } from './judged-run.ts';

/** What a run says of one property. */
interface JudgedProperty {
  /** Number of the step that breaks it, from 1; 0 for the initial state; undefined where the run keeps it. */
  readonly violatedAt?: number;
  /** How often its precondition came up. */
  readonly witnesses: number;
}

/**
 * Judges properties along a given run from initial state 0; each of `actions` has to be enabled where it stands. A response
 * property is broken at the step after which some path of helpful steps never meets the response.
 */
export function judgeRun<W>(
  model: Model<W>,
  properties: readonly Property<W>[],
  actions: readonly Action<W>[],
): readonly JudgedProperty[] {
  const run = new JudgedRun(model, compileLayout(model.layout), properties, true);
  run.begin(0);
  for (const action of actions) run.take(action);
  return run.findings.map(({ violatedAt, witnesses }) => ({
    witnesses,
    ...(violatedAt !== undefined && { violatedAt }),
  }));
}
