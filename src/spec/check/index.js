/**
 * Generic checking of `Model`s: exhaustive search, random walks, replay. Knows nothing of LBRs and runs in Node, in
 * workers and in browsers.
 */
export { candidates, describeAction, indexActions } from './action-index.ts';
export { canGenerateCode, compileLayout } from './compile-layout.ts';
export { emitLayout } from './emit-layout.ts';
export { explore, exploreInSlices } from './explore.ts';
export {} from './fields.ts';
export { replay, ReplayError, resolveStep } from './replay.ts';
export { describeEnd, } from './result.ts';
export { shrink } from './shrink.ts';
export { joinWalks, walk, walkInSlices, } from './walk.ts';
