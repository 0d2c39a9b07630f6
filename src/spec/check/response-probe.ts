import type { Model, ResponseProperty } from '../kit/model.ts';
import type { PackedLayout } from './compile-layout.ts';
import type { Finding } from './property-check.ts';
import { ResponsePaths } from './response-paths.ts';
import type { Violation } from './result.ts';
import { StateTable } from './state-table.ts';
import { PathFinder } from './violation.ts';

/** States that a probe remembers before it forgets them all and starts again. */
const MEMORY = 2 ** 20;

/** Judges one response property at single states, for runs that know nothing of the states around them. */
export class ResponseProbe<W> {
  readonly finding: Finding<W, ResponseProperty<W>>;
  readonly #model: Model<W>;
  readonly #layout: PackedLayout<W>;
  readonly #words: Int32Array;
  #table: StateTable;
  #paths: ResponsePaths<W>;

  constructor(finding: Finding<W, ResponseProperty<W>>, model: Model<W>, layout: PackedLayout<W>) {
    this.finding = finding;
    this.#model = model;
    this.#layout = layout;
    this.#words = new Int32Array(layout.words);
    [this.#table, this.#paths] = this.#empty();
  }

  /** True when each helpful path from the world meets a response in time. */
  answered(world: W): boolean {
    const state = this.#stateOf(world);
    const answered = this.#paths.answered(state);
    if (!this.#paths.full) return answered;
    if (this.#table.count === MEMORY && state > 0) {
      [this.#table, this.#paths] = this.#empty();
      return this.answered(world);
    }
    throw new Error(`model ${this.#model.name}: helpful paths from one state lead to over ${MEMORY} states`);
  }

  /** The helpful steps from a world that is not answered; `trigger` steps led to it. */
  tell(world: W, trigger: number): Pick<Violation<W>, 'steps'> & Required<Pick<Violation<W>, 'unanswered'>> {
    const { states, reason, cycleTo } = this.#paths.tell(this.#stateOf(world));
    const finder = new PathFinder(this.#model, this.#layout, this.#table, world);
    for (const state of states) finder.stepTo(state, (action) => this.finding.property.helpful(action));
    const back = cycleTo === undefined ? {} : { cycleTo: trigger + cycleTo };
    return { steps: finder.steps, unanswered: { trigger, reason, ...back } };
  }

  #stateOf(world: W): number {
    this.#layout.pack(world, this.#words, 0);
    if (this.#model.canonicalize) {
      const representative = this.#model.createDraft();
      this.#layout.unpack(this.#words, 0, representative);
      this.#model.canonicalize(representative);
      this.#layout.pack(representative, this.#words, 0);
    }
    const state = this.#table.insert(this.#words, 0, -1);
    if (state >= 0) return state;
    [this.#table, this.#paths] = this.#empty();
    return this.#table.insert(this.#words, 0, -1);
  }

  #empty(): [StateTable, ResponsePaths<W>] {
    const table = new StateTable(this.#layout, { maxStates: MEMORY, maxBytes: Infinity });
    return [table, new ResponsePaths(this.finding.property, this.#model, this.#layout, table)];
  }
}
