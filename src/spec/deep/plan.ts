import { PERMITTED } from '../designs/permitted.ts';
import { deepInstances } from '../model/protocol/deep-instances.ts';

/** Every reachable state of one instance. */
export interface DeepSearchJob {
  readonly kind: 'search';
  readonly design: string;
  readonly instance: string;
}

/** A range of random walks through one instance. */
export interface DeepWalkJob {
  readonly kind: 'walk';
  readonly design: string;
  readonly instance: string;
  readonly seed: number;
  readonly firstRun: number;
  readonly runs: number;
}

/** Every reachable state of every instance of the family, under a flip that is said to keep every rule. */
export interface DeepFlipJob {
  readonly kind: 'flip';
  /** `switch=value`. */
  readonly flip: string;
}

export type DeepJob = DeepSearchJob | DeepWalkJob | DeepFlipJob;

/** How a walk goes. Short runs from many places far away see more than long runs from the beginning. */
export const WALK = { stepsPerRun: 10, headStart: 100, runsPerHeadStart: 100, favourProcesses: 1 } as const;

/** Runs of one job: some ten seconds' worth, and a whole number of head starts. */
export const WALK_CHUNK = 100_000;

/** The largest first, so that no core waits for another at the end. */
export const deepSearches: readonly DeepSearchJob[] = deepInstances.map(({ name }) => ({
  kind: 'search',
  design: 'contract',
  instance: name,
}));

export const deepFlips: readonly DeepFlipJob[] = Object.keys(PERMITTED.protocol).map((flip) => ({
  kind: 'flip',
  flip,
}));

/** Ten million runs in all. */
export const deepWalks: readonly Omit<DeepWalkJob, 'firstRun'>[] = [
  { kind: 'walk', design: 'contract', instance: 'everything', seed: 1, runs: 6_000_000 },
  { kind: 'walk', design: 'contract', instance: 'everything-arch', seed: 1, runs: 3_000_000 },
  { kind: 'walk', design: 'contract', instance: 'everything-mediated', seed: 1, runs: 1_000_000 },
];
