/**
 * Generic checking of `Model`s: exhaustive search, random walks, replay. Knows nothing of LBRs and runs in Node, in
 * workers and in browsers.
 */
export { candidates, describeAction, indexActions, type ActionIndex } from './action-index.ts';
export {
  canGenerateCode,
  compileLayout,
  type Code,
  type CompileOptions,
  type EmittedCodec,
  type PackedLayout,
} from './compile-layout.ts';
export { emitLayout } from './emit-layout.ts';
export { explore, exploreInSlices, type ExploreOptions, type Progress } from './explore.ts';
export { withoutFairness } from './fair-lasso.ts';
export { type Field } from './fields.ts';
export { replay, ReplayError, resolveStep, type NamedStep, type Replayed, type ReplayOptions } from './replay.ts';
export {
  describeEnd,
  type End,
  type Exploration,
  type PropertyResult,
  type Unanswered,
  type Violation,
} from './result.ts';
export { shrink } from './shrink.ts';
export { checkSymmetry, type CheckedSymmetry } from './symmetry.ts';
export {
  joinWalks,
  walk,
  walkInSlices,
  type WalkOptions,
  type WalkProgress,
  type WalkResult,
  type Walks,
} from './walk.ts';
