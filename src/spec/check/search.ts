import type { Model } from '../kit/model.ts';
import type { PackedLayout } from './compile-layout.ts';
import type { InnerLoop } from './inner-loop.ts';
import type { End } from './result.ts';
import type { StateTable } from './state-table.ts';

/** Successors are collected in batches of about this many before they are looked up. */
const BATCH = 256;

/** States that a loop may append to a batch that is nearly full. */
export const batchCapacity = <W>(model: Model<W>) => BATCH + model.actions.length + model.initialStates;

/**
 * Breadth-first search over packed states. The queue is the state table itself: states lie in it in the order in which
 * they were found, so the states before `head` are expanded and the others wait.
 */
export class Search {
  head = 0;
  end: End | undefined;
  readonly table: StateTable;
  readonly #loop: InnerLoop;
  readonly #batch: Int32Array;
  readonly #parents: Int32Array;
  readonly #maxDepth: number;
  #batched = 0;
  /** Depth of the state at `head`, and the first state that lies deeper. */
  #level = 0;
  #levelEnd = 0;
  /** The bound that was reached. From then on the waiting states are judged and not expanded. */
  #bound: End | undefined;

  constructor(table: StateTable, loop: InnerLoop, batch: Int32Array, maxDepth: number) {
    this.table = table;
    this.#loop = loop;
    this.#batch = batch;
    this.#parents = new Int32Array(batch.length / table.words);
    this.#maxDepth = maxDepth;
  }

  /** Stores the initial states; their parents are -1, -2, ... */
  begin<W>(model: Model<W>, layout: PackedLayout<W>): void {
    for (let initial = 0; initial < model.initialStates; initial++) {
      const world = model.createDraft();
      model.initialize(world, initial);
      model.canonicalize?.(world);
      layout.pack(world, this.#batch, this.#batched * layout.words);
      this.#parents[this.#batched++] = -1 - initial;
    }
    this.#flush();
    this.#levelEnd = this.table.count;
    if (this.#maxDepth === 0) this.#bound ??= 'depth';
  }

  /** Steps taken, those to known states included. */
  get transitions(): number {
    return this.#loop.taken;
  }

  /** Expanded states in which no action was enabled. */
  get deadEnds(): number {
    return this.#loop.deadEnds;
  }

  /** Depth of the deepest stored state. */
  get depth(): number {
    return this.table.count > this.#levelEnd ? this.#level + 1 : this.#level;
  }

  /** Expands up to `limit` states. True when the search has ended. */
  advance(limit: number): boolean {
    const { table } = this;
    const parents = this.#parents;
    const loop = this.#loop;
    for (let done = 0; done < limit && this.#waiting(); done++) {
      const state = this.head++;
      const expand = this.#bound === undefined;
      const before = this.#batched;
      const after = loop.visit(table.chunk(state), table.offset(state), state, before, expand);
      for (let i = before; i < after; i++) parents[i] = state;
      this.#batched = after;
      if (after >= BATCH) this.#flush();
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
    if (this.#level === this.#maxDepth) this.#bound ??= 'depth';
    return true;
  }

  #flush(): void {
    const n = this.#batched;
    this.#batched = 0;
    if (this.#bound !== undefined) return;
    if (this.table.insertBatch(this.#batch, this.#parents, n) < n) this.#bound = this.table.bound;
  }
}
