import type { Action, Model } from '../kit/model.ts';
import type { Chooser } from './choose.ts';
import type { PackedLayout } from './compile-layout.ts';
import { Random } from './random.ts';

/** Where short runs begin, so that they meet what lies far from the initial states. */
export interface HeadStartOptions {
  /** Steps of the walk that leads there. */
  readonly steps: number;
  /** So many runs in a row begin at the same place; the first of them walks there and is judged on its way. */
  readonly runs: number;
}

/** The walk that the runs of one block have in common: a function of model, seed and block. */
export class HeadStart<W> {
  initial = 0;
  actions: readonly Action<W>[] = [];
  /** Packed state at the end of the walk. */
  readonly words: Int32Array;
  #block = -1;
  readonly #model: Model<W>;
  readonly #layout: PackedLayout<W>;
  readonly #chooser: Chooser<W>;
  readonly #seed: number;
  readonly #options: HeadStartOptions;

  constructor(model: Model<W>, layout: PackedLayout<W>, chooser: Chooser<W>, seed: number, options: HeadStartOptions) {
    if (!Number.isInteger(options.runs) || options.runs < 1) {
      throw new RangeError(`head start: runs is ${options.runs}; expected an integer from 1 on`);
    }
    this.#model = model;
    this.#layout = layout;
    this.#chooser = chooser;
    this.#seed = seed;
    this.#options = options;
    this.words = new Int32Array(layout.words);
  }

  /** Goes to where run `run` begins. True where that run is the first one there. */
  goTo(run: number): boolean {
    const block = Math.floor(run / this.#options.runs);
    if (block !== this.#block) this.#walk(block);
    return run % this.#options.runs === 0;
  }

  #walk(block: number): void {
    const model = this.#model;
    // Numbers below 0 are those of no run.
    const random = Random.ofRun(this.#seed, -1 - block);
    const world = model.createDraft();
    this.initial = random.below(model.initialStates);
    model.initialize(world, this.initial);
    const actions: Action<W>[] = [];
    while (actions.length < this.#options.steps) {
      const action = this.#chooser.draw(world, random);
      if (action === undefined) break;
      model.beginStep?.(world);
      action.apply(world);
      actions.push(action);
    }
    this.#layout.pack(world, this.words, 0);
    this.actions = actions;
    this.#block = block;
  }
}
