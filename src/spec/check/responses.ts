import type { Action, Model, ResponseProperty } from '../kit/model.ts';
import type { PackedLayout } from './compile-layout.ts';
import type { Finding } from './judge.ts';
import type { Unanswered } from './result.ts';
import type { StateTable } from './state-table.ts';

/** In the memo: 0 is unknown, 1 + n is "the worst path to a response takes n steps", and this is "more than allowed". */
const FAILS = 0xffff;

/** A trigger state and the states of a helpful path from it that has no response in time. */
export interface UnansweredPath {
  readonly trigger: number;
  readonly states: readonly number[];
  readonly reason: Unanswered['reason'];
  /** With `cycle`: index in `[trigger, ...states]` of the state that comes again at the end. */
  readonly cycleTo?: number;
}

interface Frame {
  readonly state: number;
  readonly successors: readonly number[];
  next: number;
  worst: number;
}

/**
 * Judges one response property over all stored states, in their order, after the search. For each trigger state it
 * follows every path of helpful actions, depth first, and remembers per state the worst number of steps to a response.
 */
export class ResponseCheck<W> {
  /** The next state to look at. */
  head = 0;
  /** Set when memory was short. */
  undecided = false;
  unanswered: UnansweredPath | undefined;
  readonly #finding: Finding<W, ResponseProperty<W>>;
  readonly #model: Model<W>;
  readonly #layout: PackedLayout<W>;
  readonly #table: StateTable;
  readonly #helpful: readonly Action<W>[];
  readonly #states: number;
  readonly #countAll: boolean;
  readonly #draft: W;
  readonly #successor: Int32Array;
  #memo: Uint16Array;

  constructor(
    finding: Finding<W, ResponseProperty<W>>,
    model: Model<W>,
    layout: PackedLayout<W>,
    table: StateTable,
    states: number,
    countAll: boolean,
  ) {
    const { within } = finding.property;
    if (!Number.isInteger(within) || within < 1 || within >= FAILS - 1) {
      throw new RangeError(`response property: within is ${within}; expected an integer in 1..${FAILS - 2}`);
    }
    this.#finding = finding;
    this.#model = model;
    this.#layout = layout;
    this.#table = table;
    this.#helpful = model.actions.filter((action) => finding.property.helpful(action));
    this.#states = states;
    this.#countAll = countAll;
    this.#draft = model.createDraft();
    this.#successor = new Int32Array(layout.words);
    this.#memo = new Uint16Array(table.count);
  }

  /** Looks at up to `limit` states. True at the end. */
  advance(limit: number): boolean {
    const { property } = this.#finding;
    const draft = this.#draft;
    for (let done = 0; done < limit; done++) {
      if (this.head === this.#states || this.#decided()) return true;
      const state = this.head++;
      this.#load(state);
      if (!property.trigger(draft)) continue;
      this.#finding.witnesses++;
      if (this.unanswered !== undefined || this.#answered(state)) continue;
      if (!this.undecided) this.unanswered = this.#tell(state);
    }
    return false;
  }

  #decided(): boolean {
    return (this.unanswered !== undefined || this.undecided) && !this.#countAll;
  }

  #load(state: number): void {
    this.#layout.unpack(this.#table.chunk(state), this.#table.offset(state), this.#draft);
  }

  /** True when every helpful path from `state` meets a response in time, or when memory was short. */
  #answered(state: number): boolean {
    const limit = this.#finding.property.within + 1;
    const stack: Frame[] = [];
    const onStack = new Set<number>();
    const fail = () => {
      for (const frame of stack) this.#remember(frame.state, FAILS);
      return false;
    };
    const enter = (entered: number): boolean => {
      const frame = this.#open(entered);
      if (frame === undefined) return true;
      stack.push(frame);
      onStack.add(entered);
      return frame.successors.length > 0;
    };
    if (this.#recall(state) === FAILS) return false;
    if (this.#recall(state) === 0 && !enter(state)) return this.undecided || fail();
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      if (frame.next === frame.successors.length) {
        stack.pop();
        onStack.delete(frame.state);
        const worst = frame.worst + 1;
        this.#remember(frame.state, worst > limit ? FAILS : worst);
        if (worst > limit) return fail();
        continue;
      }
      const successor = frame.successors[frame.next];
      const known = this.#recall(successor);
      if (known === FAILS || onStack.has(successor)) return fail();
      if (known === 0) {
        if (!enter(successor) && !this.undecided) return fail();
        if (this.undecided) return true;
        continue;
      }
      frame.worst = Math.max(frame.worst, known);
      frame.next++;
    }
    return true;
  }

  /** A frame to go on from `state`, or undefined where it is a response. */
  #open(state: number): Frame | undefined {
    this.#load(state);
    if (this.#finding.property.response(this.#draft)) {
      this.#remember(state, 1);
      return undefined;
    }
    return { state, successors: this.#successors(state), next: 0, worst: 0 };
  }

  /** Expects the draft at `state`. A bounded search may not have met a successor: it is stored now. */
  #successors(state: number): number[] {
    const successors: number[] = [];
    for (const action of this.#helpful) {
      this.#load(state);
      if (!action.enabled(this.#draft)) continue;
      this.#model.beginStep?.(this.#draft);
      action.apply(this.#draft);
      this.#model.canonicalize?.(this.#draft);
      this.#layout.pack(this.#draft, this.#successor, 0);
      const successor = this.#table.insert(this.#successor, 0, state);
      if (successor < 0) this.undecided = true;
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

  /** Follows the worst successors from a trigger state that fails. */
  #tell(trigger: number): UnansweredPath {
    const path = [trigger];
    const { within } = this.#finding.property;
    for (;;) {
      const state = path[path.length - 1];
      const first = path.indexOf(state);
      if (first < path.length - 1) return { trigger, states: path.slice(1), reason: 'cycle', cycleTo: first };
      if (path.length > within) return { trigger, states: path.slice(1), reason: 'late' };
      this.#load(state);
      const successors = this.#successors(state);
      if (successors.length === 0) return { trigger, states: path.slice(1), reason: 'dead-end' };
      path.push(successors.reduce((worst, next) => (this.#recall(next) > this.#recall(worst) ? next : worst)));
    }
  }
}
