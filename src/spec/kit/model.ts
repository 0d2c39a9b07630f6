import type { Layout } from './layout.ts';

/** The parameters of an action, by name; what a scenario step carries beside `op`. */
export type ActionArgs = Readonly<Record<string, string | number>>;

/**
 * One atomic step that the world can take. The same object drives exhaustive search, random walks, replay, the
 * workbench and the ftrace printer, so `enabled` and `apply` must depend on the draft alone.
 */
export interface Action<W> {
  /** `actor.verb`, for example `guest.branch`; with `args` it is unique within a model. */
  readonly name: string;
  readonly args: ActionArgs;
  /**
   * Where the action can happen, for indexing: the process (an index into `Model.processes`) and its positions.
   * `enabled` must be false at every other position. An action without it is tried everywhere.
   */
  readonly at?: { readonly process: number; readonly positions: readonly number[] };
  enabled(world: W): boolean;
  /** Changes the draft in place. Called only when `enabled` said true for this very draft. */
  apply(world: W): void;
  /** Why the action is not enabled now, one sentence for the workbench. */
  blockedBy?(world: W): string;
}

/** Something with a program counter. */
export interface Process<W> {
  readonly name: string;
  /** Number of positions; `position` returns 0..positions-1. */
  readonly positions: number;
  position(world: W): number;
}

/**
 * A transition system over a mutable draft. The draft is what `layout` declares plus, where the model wants them,
 * observations: plain fields that say what happened in the last step. Observations are not part of the state: they are
 * cleared by `beginStep` before each action and are visible to step properties only.
 */
export interface Model<W> {
  readonly name: string;
  readonly layout: Layout;
  createDraft(): W;
  /** Number of initial states. */
  readonly initialStates: number;
  /** Writes initial state `index` into a draft of zeros. */
  initialize(world: W, index: number): void;
  readonly actions: readonly Action<W>[];
  readonly processes?: readonly Process<W>[];
  /** Clears the observations of the previous step. */
  beginStep?(world: W): void;
  /**
   * Symmetry: brings the draft to the representative of the states that differ in nothing but the names of equal
   * things. Sound only where actions and properties treat those things alike: `checkSymmetry()` holds it against that on
   * the reachable states of an instance, and a search that uses it says so. Runs are told by their real actions.
   */
  canonicalize?(world: W): void;
}

/** Must be true in every reachable state. */
export interface StateProperty<W> {
  readonly kind: 'state';
  /**
   * Names of fields at which neither `witness` nor `holds` looks, nor at anything in them. A search then asks once for
   * states that differ in nothing else; in debug mode to look at one throws. Default: none.
   */
  readonly ignores?: readonly string[];
  /** The precondition: a state in which the property says something. A run that never saw one tested nothing. */
  witness(world: W): boolean;
  holds(world: W): boolean;
}

/** Must be true of every step from a reachable state. `before` and `after` are read only. */
export interface StepProperty<W> {
  readonly kind: 'step';
  /**
   * False for an action with whose steps the property has nothing to do: for each of them `witness` is false and `holds`
   * is true. A search then does not ask; in debug mode it does, and throws where that is not so. Default: all actions.
   */
  about?(action: Action<W>): boolean;
  /**
   * Names of fields. Of a step that changes none of them, and nothing in them, the property has nothing to say, in the same
   * sense and checked in the same way. Default: it does not matter what changes.
   */
  readonly changes?: readonly string[];
  witness(before: W, action: Action<W>, after: W): boolean;
  holds(before: W, action: Action<W>, after: W): boolean;
}

/**
 * Bounded response: from every reachable state with `trigger`, each path of at most `within` steps made of helpful
 * actions reaches `response`. Helpful actions are the system's own progress (fairness: they are eventually taken and
 * the environment does not interfere for ever); a dead end or a cycle of helpful actions without a response violates.
 */
export interface ResponseProperty<W> {
  readonly kind: 'response';
  /** As in a state property, of `trigger`. */
  readonly ignores?: readonly string[];
  trigger(world: W): boolean;
  helpful(action: Action<W>): boolean;
  /**
   * Whether a helpful action helps in this world. Without it, every helpful action does in every world. Where several
   * processes can wait, it keeps a path from being filled for ever by the steps of one that does not wait: to assume
   * fairness for it as well would be to demand nothing of the one that waits.
   */
  helps?(world: W, action: Action<W>): boolean;
  response(world: W): boolean;
  /** Number of helpful steps, at least 1. */
  readonly within: number;
  /**
   * Where given, a second question after the bound, of the search only: a run that goes on for ever, whoever takes its
   * steps, reaches the response as well, provided that it is weakly fair to these actions: one that stays enabled is
   * taken at some time. It needs all states, and none that stand for others.
   */
  fair?(action: Action<W>): boolean;
}

export type Property<W> = StateProperty<W> | StepProperty<W> | ResponseProperty<W>;
