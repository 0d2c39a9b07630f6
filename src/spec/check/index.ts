/**
 * Checks a `Model` against properties: in every reachable state (`explore`), on random walks (`walk`), along a given run
 * (`replay`). It knows nothing of LBRs and runs in Node, in workers and in browsers.
 *
 * A model is a state with named fields, and actions that change it in place. Here is a crossing with two lights, of which
 * the second does not look at the first:
 *
 * ```ts
 * import { describeAction, explore } from './index.ts';
 * import { array, createDraft, flag, record } from '../kit/layout.ts';
 * import type { Model, StateProperty } from '../kit/model.ts';
 *
 * const layout = record({ green: array(2, flag()) }); // the fields and their ranges; a search packs states by them
 * const crossing: Model<{ green: number[] }> = {
 *   name: 'crossing',
 *   layout,
 *   createDraft: () => createDraft(layout),
 *   initialStates: 1,
 *   initialize: () => {}, // a draft is all zeros: both lights are red
 *   actions: [0, 1].map((lane) => ({
 *     name: 'light.turn', // `actor.verb`; with its arguments it is unique
 *     args: { lane },
 *     enabled: ({ green }) => green[lane] === 1 || lane === 1 || green[1] === 0,
 *     apply: ({ green }) => void (green[lane] = 1 - green[lane]),
 *   })),
 * };
 * const safe: StateProperty<{ green: number[] }> = {
 *   kind: 'state',
 *   witness: ({ green }) => green.includes(1), // where the property says something: without a witness, nothing was tested
 *   holds: ({ green }) => green[0] + green[1] < 2,
 * };
 *
 * export const { states, properties } = explore(crossing, [safe]); // 4 states; properties[0].verdict is 'violated'
 * export const run = properties[0].violation?.steps.map(describeAction); // a shortest run: lane 0 turns, then lane 1
 * ```
 *
 * `StepProperty` judges steps instead, and `ResponseProperty` whether something follows in time; see `kit/model.ts`.
 */
export { describeAction } from './action-index.ts';
export { compileLayout, type Code, type EmittedCodec } from './compile-layout.ts';
export { emitLayout } from './emit-layout.ts';
export { explore, exploreInSlices } from './explore.ts';
export { withoutFairness } from './fair-lasso.ts';
export { replay, ReplayError, resolveStep, type NamedStep } from './replay.ts';
export { describeEnd, type Exploration, type PropertyResult } from './result.ts';
export { checkSymmetry } from './symmetry.ts';
export { joinWalks, walk, type Walks } from './walk.ts';
