import type { Action, Model, Process } from '../kit/model.ts';
import { describeAction, indexActions, type ActionIndex } from './action-index.ts';
import type { PackedLayout } from './compile-layout.ts';
import { StateJudge, StepJudge, type Finding } from './judge.ts';
import type { End } from './result.ts';
import type { StateTable } from './state-table.ts';

/** Successors are collected in batches of about this many before they are looked up. */
const BATCH = 1024;

export interface SearchOptions {
  readonly maxDepth: number;
  readonly countWitnesses: boolean;
  /** Checks that no action is enabled away from its positions. */
  readonly debug: boolean;
}

/**
 * Breadth-first search over packed states. The queue is the state table itself: states lie in it in the order in which
 * they were found, so the states before `head` are expanded and the others wait.
 */
export class Search<W> {
  head = 0;
  transitions = 0;
  deadEnds = 0;
  end: End | undefined;
  readonly table: StateTable;
  readonly #model: Model<W>;
  readonly #layout: PackedLayout<W>;
  readonly #index: ActionIndex<W>;
  readonly #processes: readonly Process<W>[];
  readonly #options: SearchOptions;
  readonly #states: StateJudge<W>;
  readonly #steps: StepJudge<W>;
  /** The state that is being expanded; actions change it, and it is restored after each. */
  readonly #draft: W;
  /** The same state, kept for step properties. */
  readonly #before: W;
  readonly #batch: Int32Array;
  readonly #parents: Int32Array;
  #batched = 0;
  /** Depth of the state at `head`, and the first state that lies deeper. */
  #level = 0;
  #levelEnd = 0;
  /** The bound that was reached. From then on the waiting states are judged and not expanded. */
  #bound: End | undefined;
  #acting: Action<W> | undefined;

  constructor(
    model: Model<W>,
    layout: PackedLayout<W>,
    table: StateTable,
    findings: readonly Finding<W>[],
    options: SearchOptions,
  ) {
    this.#model = model;
    this.#layout = layout;
    this.table = table;
    this.#index = indexActions(model);
    this.#processes = model.processes ?? [];
    this.#options = options;
    this.#states = new StateJudge(findings, options.countWitnesses);
    this.#steps = new StepJudge(findings, options.countWitnesses);
    this.#draft = model.createDraft();
    this.#before = model.createDraft();
    const capacity = BATCH + model.actions.length + model.initialStates;
    this.#batch = new Int32Array(capacity * layout.words);
    this.#parents = new Int32Array(capacity);
    for (let initial = 0; initial < model.initialStates; initial++) {
      const world = model.createDraft();
      model.initialize(world, initial);
      this.#remember(world, -1 - initial);
    }
    this.#flush();
    this.#levelEnd = table.count;
    if (options.maxDepth === 0) this.#bound ??= 'depth';
  }

  /** Depth of the deepest stored state. */
  get depth(): number {
    return this.table.count > this.#levelEnd ? this.#level + 1 : this.#level;
  }

  /** Expands up to `limit` states. True when the search has ended. */
  advance(limit: number): boolean {
    try {
      for (let done = 0; done < limit && this.#waiting(); done++) {
        this.#expand(this.head++);
        if (this.#batched >= BATCH) this.#flush();
      }
    } catch (error) {
      throw this.#explain(error);
    }
    return this.end !== undefined;
  }

  /** True when there is a state at `head`. */
  #waiting(): boolean {
    if (this.head < this.#levelEnd) return true;
    this.#flush();
    if (this.head === this.table.count) {
      this.end = this.#bound ?? 'complete';
      return false;
    }
    this.#level++;
    this.#levelEnd = this.table.count;
    if (this.#level === this.#options.maxDepth) this.#bound ??= 'depth';
    return true;
  }

  #expand(state: number): void {
    const words = this.table.chunk(state);
    const at = this.table.offset(state);
    const draft = this.#draft;
    this.#layout.unpack(words, at, draft);
    this.#states.judge(draft, state);
    if (this.#bound !== undefined) return;
    if (this.#steps.busy) this.#layout.unpack(words, at, this.#before);
    if (this.#options.debug) this.#checkPlaces(draft);
    const before = this.transitions;
    const processes = this.#processes;
    for (let i = 0; i < processes.length; i++) {
      this.#step(this.#index.at[i][processes[i].position(draft)], words, at, state);
    }
    this.#step(this.#index.anywhere, words, at, state);
    if (this.transitions === before) this.deadEnds++;
  }

  #step(actions: readonly Action<W>[], words: Int32Array, at: number, state: number): void {
    const draft = this.#draft;
    const model = this.#model;
    const layout = this.#layout;
    const judged = this.#steps.busy;
    for (let i = 0; i < actions.length; i++) {
      const action = actions[i];
      if (!action.enabled(draft)) continue;
      this.#acting = action;
      model.beginStep?.(draft);
      action.apply(draft);
      this.transitions++;
      if (judged) this.#steps.judge(this.#before, action, draft, state);
      const batchAt = this.#batched * layout.words;
      this.#remember(draft, state);
      layout.restore(words, at, draft, this.#batch, batchAt);
    }
    this.#acting = undefined;
  }

  #remember(world: W, parent: number): void {
    this.#model.canonicalize?.(world);
    this.#layout.pack(world, this.#batch, this.#batched * this.#layout.words);
    this.#parents[this.#batched++] = parent;
  }

  #flush(): void {
    const n = this.#batched;
    this.#batched = 0;
    if (this.#bound !== undefined) return;
    if (this.table.insertBatch(this.#batch, this.#parents, n) < n) this.#bound = this.table.bound;
  }

  #checkPlaces(draft: W): void {
    const positions = this.#processes.map((process) => process.position(draft));
    for (const action of this.#model.actions) {
      const { at } = action;
      if (at === undefined || at.positions.includes(positions[at.process]) || !action.enabled(draft)) continue;
      const { name } = this.#processes[at.process];
      const found = `process ${name} at position ${positions[at.process]}`;
      throw new Error(
        `action ${describeAction(action)} is enabled with ${found}; declared: ${at.positions.join(', ')}`,
      );
    }
  }

  #explain(error: unknown): unknown {
    if (this.#acting === undefined || !(error instanceof Error)) return error;
    const where = `model ${this.#model.name}, action ${describeAction(this.#acting)}`;
    return new Error(`${where}: ${error.message}`, { cause: error });
  }
}
