import type { Action, Model, ResponseProperty } from '../kit/model.ts';
import type { PackedLayout } from './compile-layout.ts';
import type { Unanswered } from './result.ts';
import type { StateTable } from './state-table.ts';

/** In the memo: 0 is unknown, 1 + n is "the worst path to a response takes n steps", and this is "more than allowed". */
const FAILS = 0xffff;

/** A trigger state and the states of a helpful path from it that has no response in time. */
export interface UnansweredPath<W> {
  readonly trigger: number;
  readonly states: readonly number[];
  readonly reason: Unanswered['reason'];
  /** With a cycle: index in `[trigger, ...states]` of the state that comes again at the end. */
  readonly cycleTo?: number;
  /** The action of each step, where it matters which one it was. */
  readonly by?: readonly (Action<W> | undefined)[];
}

interface Frame {
  readonly state: number;
  readonly successors: readonly number[];
  next: number;
  worst: number;
}

/**
 * Follows the helpful paths of one response property from states of a table, depth first, and remembers per state the
 * worst number of steps to a response. Successors that the table does not have are added to it.
 */
export class ResponsePaths<W> {
  /** Set when the table refused a state; answers are worth nothing from then on. */
  full = false;
  readonly #property: ResponseProperty<W>;
  readonly #model: Model<W>;
  readonly #layout: PackedLayout<W>;
  readonly #table: StateTable;
  readonly #helpful: readonly Action<W>[];
  readonly #draft: W;
  readonly #successor: Int32Array;
  #memo: Uint16Array;

  constructor(property: ResponseProperty<W>, model: Model<W>, layout: PackedLayout<W>, table: StateTable) {
    const { within } = property;
    if (!Number.isInteger(within) || within < 1 || within > FAILS - 2) {
      throw new RangeError(`response property: within is ${within}; expected an integer in 1..${FAILS - 2}`);
    }
    this.#property = property;
    this.#model = model;
    this.#layout = layout;
    this.#table = table;
    this.#helpful = model.actions.filter((action) => property.helpful(action));
    this.#draft = model.createDraft();
    this.#successor = new Int32Array(layout.words);
    this.#memo = new Uint16Array(table.count);
  }

  /** True when every helpful path from `state` meets a response in time, or when the table is full. */
  answered(state: number): boolean {
    const limit = this.#property.within + 1;
    const stack: Frame[] = [];
    const onStack = new Set<number>();
    const fail = () => {
      for (const frame of stack) this.#remember(frame.state, FAILS);
      return false;
    };
    // False where a state that is not a response has no successor.
    const enter = (entered: number): boolean => {
      const frame = this.#open(entered);
      if (frame === undefined) return true;
      stack.push(frame);
      onStack.add(entered);
      return frame.successors.length > 0;
    };
    if (this.#recall(state) === FAILS) return false;
    if (this.#recall(state) === 0 && !enter(state)) return this.full || fail();
    for (let frame = stack.at(-1); frame !== undefined && !this.full; frame = stack.at(-1)) {
      if (frame.next === frame.successors.length) {
        const worst = frame.worst + 1;
        if (worst > limit) return fail();
        stack.pop();
        onStack.delete(frame.state);
        this.#remember(frame.state, worst);
        continue;
      }
      const successor = frame.successors[frame.next];
      const known = this.#recall(successor);
      if (known === FAILS || onStack.has(successor)) return fail();
      if (known === 0) {
        if (!enter(successor) && !this.full) return fail();
        continue;
      }
      frame.worst = Math.max(frame.worst, known);
      frame.next++;
    }
    return true;
  }

  /** Follows the worst successors from a trigger state that is not answered. */
  tell(trigger: number): UnansweredPath<W> {
    const path = [trigger];
    for (;;) {
      const state = path[path.length - 1];
      const first = path.indexOf(state);
      if (first < path.length - 1) return { trigger, states: path.slice(1), reason: 'cycle', cycleTo: first };
      if (path.length > this.#property.within) return { trigger, states: path.slice(1), reason: 'late' };
      const successors = this.#successors(state);
      if (successors.length === 0) return { trigger, states: path.slice(1), reason: 'dead-end' };
      path.push(successors.reduce((worst, next) => (this.#recall(next) > this.#recall(worst) ? next : worst)));
    }
  }

  #load(state: number): void {
    this.#layout.unpack(this.#table.chunk(state), this.#table.offset(state), this.#draft);
  }

  /** A frame to go on from `state`, or undefined where it is a response. */
  #open(state: number): Frame | undefined {
    this.#load(state);
    if (!this.#property.response(this.#draft)) return { state, successors: this.#successors(state), next: 0, worst: 0 };
    this.#remember(state, 1);
    return undefined;
  }

  #successors(state: number): number[] {
    const successors: number[] = [];
    for (const action of this.#helpful) {
      this.#load(state);
      if (!action.enabled(this.#draft) || this.#property.helps?.(this.#draft, action) === false) continue;
      this.#model.beginStep?.(this.#draft);
      action.apply(this.#draft);
      this.#model.canonicalize?.(this.#draft);
      this.#layout.pack(this.#draft, this.#successor, 0);
      const successor = this.#table.insert(this.#successor, 0, state);
      if (successor < 0) this.full = true;
      else successors.push(successor);
    }
    return successors;
  }

  #recall(state: number): number {
    return state < this.#memo.length ? this.#memo[state] : 0;
  }

  #remember(state: number, value: number): void {
    if (state >= this.#memo.length) {
      const larger = new Uint16Array(Math.max(this.#table.count, this.#memo.length * 2));
      larger.set(this.#memo);
      this.#memo = larger;
    }
    this.#memo[state] = value;
  }
}
