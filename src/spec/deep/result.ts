/** What `npm run deep` writes: searches too big for every test run, and random walks through what is too big to search. */
export interface DeepResults {
  readonly format: 'lbr-deep/1';
  /** ISO date of the newest entry. */
  readonly date: string;
  readonly commit: string;
  /** Hash of model, designs and rules; entries of another one are stale. */
  readonly modelHash: string;
  readonly searches: readonly DeepSearch[];
  readonly walks: readonly DeepWalk[];
  /** Flips that the contract permits, each searched through all instances of the family. */
  readonly permitted: readonly DeepFlip[];
}

export interface DeepFlip {
  /** `switch=value`. */
  readonly flip: string;
  readonly instances: number;
  readonly states: number;
  readonly complete: boolean;
  /** Rules that break after all. */
  readonly broken: readonly string[];
  readonly seconds: number;
}

interface DeepSubject {
  readonly design: string;
  readonly instance: string;
  /** What exists in the instance: the bound of what is shown. */
  readonly title: string;
  readonly seconds: number;
  readonly rules: readonly DeepVerdict[];
}

export interface DeepVerdict {
  readonly rule: string;
  readonly verdict: 'holds' | 'violated' | 'undecided';
  /** How often the precondition was met. A search stops counting at 1. */
  readonly met: number;
  /** Named steps of a run that breaks the rule, as text. */
  readonly steps?: readonly string[];
}

export interface DeepSearch extends DeepSubject {
  /** Whether every reachable state was visited. */
  readonly complete: boolean;
  /** Distinct states. Of states that differ in the names of equal things, one is counted. */
  readonly states: number;
  /** Names of what was exchanged for that; empty where every state was visited by itself. */
  readonly symmetry: string;
  readonly transitions: number;
  readonly depth: number;
}

export interface DeepWalk extends DeepSubject {
  readonly seed: number;
  readonly runs: number;
  /** Steps of one run, and of the walk to where a block of runs begins. */
  readonly stepsPerRun: number;
  readonly headStart: number;
  readonly runsPerHeadStart: number;
  /** Of one more step than this, all but one are chosen among the actions of vCPUs. */
  readonly favourProcesses: number;
  readonly steps: number;
}
