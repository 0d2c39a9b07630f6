import type { Verdict } from '../spec/kit/rule.ts';
import type { ReplayLine } from '../spec/scenario/replay-register.ts';
import type { RunView } from '../spec/scenario/run-view.ts';
import type { Scenario } from '../spec/scenario/types.ts';

/** What a page asks of the checking worker. Everything is plain data; a design is named, its flipped switches listed. */
export type Request = ExploreRequest | ReplayRequest | AccessRequest | { readonly kind: 'stop' };

export interface ExploreRequest {
  readonly kind: 'explore';
  readonly design: string;
  readonly switches: Readonly<Record<string, string>>;
  /** Rules by ID. */
  readonly rules: readonly string[];
  /** Protocol world: instances by name; empty for those that the rules ask for. */
  readonly instances: readonly string[];
  /** Protocol world: states per instance. */
  readonly maxStates: number;
  /** Register world: generated cases per rule, and where the generator starts. */
  readonly runs: number;
  readonly seed: number;
}

/** Register steps, to be asked of every design. */
export interface AccessRequest {
  readonly kind: 'access';
  readonly host: NonNullable<Scenario['host']>;
  readonly steps: Scenario['steps'];
}

/** Replays a scenario and says what could come next. */
interface ReplayRequest {
  readonly kind: 'replay';
  readonly scenario: Scenario;
}

/** What the worker tells. */
export type Answer =
  | ProgressAnswer
  | VerdictAnswer
  | DoneAnswer
  | { readonly kind: 'replayed'; readonly run: RunView; readonly choices: readonly Choice[] }
  | {
      readonly kind: 'accessed';
      readonly results: readonly {
        readonly design: string;
        readonly line?: ReplayLine;
        /** Why the design has no answer. */
        readonly problem?: string;
      }[];
    }
  | { readonly kind: 'error'; readonly message: string };

interface DoneAnswer {
  readonly kind: 'done';
  readonly seconds: number;
  readonly stopped: boolean;
  /** Instances that were searched without the code that the build has emitted for them. */
  readonly byClosures: readonly string[];
}

export interface ProgressAnswer {
  readonly kind: 'progress';
  /** What is being done, for readers: `instance pinned`. */
  readonly what: string;
  readonly states: number;
  readonly statesPerSecond: number;
  /** States that wait to be expanded. */
  readonly frontier: number;
  readonly depth: number;
  readonly runs: number;
}

export interface VerdictAnswer {
  readonly kind: 'verdict';
  readonly rule: string;
  readonly verdict: Verdict;
  /** How it was established, one line. */
  readonly summary: string;
  readonly seconds: number;
  readonly counterexample?: RunView;
}

/** An action of the model: enabled now, or why not. */
export interface Choice {
  readonly op: string;
  readonly args: Readonly<Record<string, string | number>>;
  readonly enabled: boolean;
  readonly blockedBy?: string;
}
