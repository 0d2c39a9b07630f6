import type { Action, Model } from '../kit/model.ts';
import type { PackedLayout } from './compile-layout.ts';
import type { Finding } from './property-check.ts';
import type { UnansweredPath } from './response-paths.ts';
import type { Violation } from './result.ts';
import type { StateTable } from './state-table.ts';

/** The states on the shortest path to `state`, from an initial state on. */
function pathTo(table: StateTable, state: number): { initial: number; states: number[] } {
  const states: number[] = [];
  let at = state;
  while (at >= 0) {
    states.push(at);
    at = table.parent(at);
  }
  return { initial: -1 - at, states: states.reverse() };
}

/**
 * Walks along stored states and finds the actions again that lead from each to the next. Actions are not stored; and
 * under a symmetry a stored state stands for others, so only this walk knows the concrete run.
 */
export class PathFinder<W> {
  readonly steps: Action<W>[] = [];
  readonly #model: Model<W>;
  readonly #layout: PackedLayout<W>;
  readonly #table: StateTable;
  readonly #now: Int32Array;
  readonly #next: Int32Array;
  readonly #canonical: Int32Array;

  /** `start` is the first state of the run; it is not changed. */
  constructor(model: Model<W>, layout: PackedLayout<W>, table: StateTable, start: W) {
    this.#model = model;
    this.#layout = layout;
    this.#table = table;
    this.#now = new Int32Array(layout.words);
    this.#next = new Int32Array(layout.words);
    this.#canonical = new Int32Array(layout.words);
    layout.pack(start, this.#now, 0);
  }

  /** The present state, in a new draft. */
  world(): W {
    const world = this.#model.createDraft();
    this.#layout.unpack(this.#now, 0, world);
    return world;
  }

  /** Takes the first allowed action that leads to the stored state. */
  stepTo(state: number, allowed: (action: Action<W>) => boolean = () => true): void {
    this.#step((action) => allowed(action) && this.#equals(state));
  }

  /** Takes the first action whose step satisfies the predicate. */
  stepWhere(predicate: (before: W, action: Action<W>, after: W) => boolean): void {
    const before = this.world();
    this.#step((action, after) => predicate(before, action, after));
  }

  #step(accept: (action: Action<W>, after: W) => boolean): void {
    const before = this.world();
    for (const action of this.#model.actions) {
      if (!action.enabled(before)) continue;
      const after = this.world();
      this.#model.beginStep?.(after);
      action.apply(after);
      this.#layout.pack(after, this.#next, 0);
      const representative = this.#model.createDraft();
      this.#layout.unpack(this.#next, 0, representative);
      this.#model.canonicalize?.(representative);
      this.#layout.pack(representative, this.#canonical, 0);
      if (!accept(action, after)) continue;
      this.steps.push(action);
      this.#now.set(this.#next);
      return;
    }
    throw new Error(
      `model ${this.#model.name}: the run cannot be reconstructed after ${this.steps.length} steps; ` +
        'enabled, apply or a property depends on more than the draft, or canonicalize is not a symmetry',
    );
  }

  #equals(state: number): boolean {
    const words = this.#table.chunk(state);
    const at = this.#table.offset(state);
    return this.#canonical.every((word, index) => word === words[at + index]);
  }
}

/** The run that breaks a property, or undefined where none was found. */
export function violationOf<W>(
  model: Model<W>,
  layout: PackedLayout<W>,
  table: StateTable,
  { property, violatedAt }: Finding<W>,
  unanswered: UnansweredPath<W> | undefined,
): Violation<W> | undefined {
  const last = unanswered?.trigger ?? violatedAt;
  if (last === undefined) return undefined;
  const { initial, states } = pathTo(table, last);
  const start = model.createDraft();
  model.initialize(start, initial);
  const finder = new PathFinder(model, layout, table, start);
  for (const state of states.slice(1)) finder.stepTo(state);
  if (property.kind === 'step') finder.stepWhere((before, action, after) => !property.holds(before, action, after));
  if (property.kind !== 'response' || unanswered === undefined) return { initial, steps: finder.steps };
  const { by, states: tail } = unanswered;
  // The steps by which the run is fair are given; any process may take the others.
  const allowed = (action: Action<W>, step: number) =>
    by === undefined ? property.helpful(action) : by[step] === undefined || by[step] === action;
  for (const [step, state] of tail.entries()) finder.stepTo(state, (action) => allowed(action, step));
  const trigger = states.length - 1;
  const { reason, cycleTo } = unanswered;
  const back = cycleTo === undefined ? {} : { cycleTo: trigger + cycleTo };
  return { initial, steps: finder.steps, unanswered: { trigger, reason, ...back } };
}
