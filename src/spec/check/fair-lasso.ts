import type { Action, Model, Property, ResponseProperty } from '../kit/model.ts';
import type { PackedLayout } from './compile-layout.ts';
import type { UnansweredPath } from './response-paths.ts';
import type { StateSet } from './state-set.ts';
import type { StateTable } from './state-table.ts';

/** A response property that says which actions are fair. */
type FairResponse<W> = ResponseProperty<W> & { fair(action: Action<W>): boolean };

export const isFair = <W>(property: ResponseProperty<W>): property is FairResponse<W> => property.fair !== undefined;

/**
 * A property without its fairness, for a search in which states stand for others: there a round of states is not a round of
 * a run. What is left of a response property is its bound.
 */
export function withoutFairness<W>(property: Property<W>): Property<W> {
  if (property.kind !== 'response' || !isFair(property)) return property;
  const { fair: _fair, ...bounded } = property;
  return bounded;
}

interface Step<W> {
  readonly action: Action<W>;
  readonly to: number;
}

const UNSEEN = -2;
const TRIGGER = -1;

/**
 * Looks for a run that is fair and never answers a trigger, in a table that has every reachable state. Pending are the
 * states to which a trigger leads without a response. A run that stays among them either ends, in a state without any
 * step, or goes round in a strongly connected component for ever. It is weakly fair where each fair action is taken in
 * the component or is disabled in one of its states; a part of a component can do no better than the whole, so the
 * components are all that has to be looked at.
 *
 * A generator that yields after each piece of work, for slices.
 */
export function* findFairLasso<W>(
  property: FairResponse<W>,
  model: Model<W>,
  layout: PackedLayout<W>,
  table: StateTable,
  triggers: StateSet,
): Generator<void, UnansweredPath<W> | undefined, void> {
  const graph = new Graph(model, layout, table);
  const pending = new Pending(table.count);
  for (let state = triggers.next(0); state >= 0; state = triggers.next(state + 1)) {
    if (!property.response(graph.world(state))) pending.add(state, TRIGGER);
    yield;
  }
  for (const state of pending.states) {
    const steps = graph.steps(state);
    if (steps.length === 0) return { ...pending.pathTo(state), reason: 'dead-end', by: [] };
    for (const { to } of steps) if (!pending.has(to) && !property.response(graph.world(to))) pending.add(to, state);
    yield;
  }
  for (const component of components(pending, graph)) {
    if (component !== undefined) {
      const members = new Set(component);
      const inside = remembered((state) => graph.steps(state).filter(({ to }) => members.has(to)));
      const owed = model.actions.filter((action) => property.fair(action));
      if (component.some((state) => inside(state).length > 0) && isFairRound(owed, component, inside, graph)) {
        return tell(pending, component, inside, owed, graph);
      }
    }
    yield;
  }
  return undefined;
}

type Inside<W> = (state: number) => readonly Step<W>[];

function remembered<W>(compute: Inside<W>): Inside<W> {
  const known = new Map<number, readonly Step<W>[]>();
  return (state) => {
    const steps = known.get(state) ?? compute(state);
    known.set(state, steps);
    return steps;
  };
}

function isFairRound<W>(
  owed: readonly Action<W>[],
  component: readonly number[],
  inside: Inside<W>,
  graph: Graph<W>,
): boolean {
  return owed.every((action) =>
    component.some(
      (state) => !action.enabled(graph.world(state)) || inside(state).some((step) => step.action === action),
    ),
  );
}

/** The way to the component, and a round in it that pays each fair action its due. */
function tell<W>(
  pending: Pending,
  component: readonly number[],
  inside: Inside<W>,
  owed: readonly Action<W>[],
  graph: Graph<W>,
): UnansweredPath<W> {
  const members = new Set(component);
  const first = pending.states.find((state) => members.has(state)) ?? component[0];
  const way = pending.pathTo(first);
  const round: Step<W>[] = [];
  const visited = [first];
  const walk = (goal: (step: Step<W>) => boolean): void => {
    for (const step of shortest(visited[visited.length - 1], inside, goal)) {
      round.push(step);
      visited.push(step.to);
    }
  };
  for (const action of owed) {
    const isOff = (state: number) => !action.enabled(graph.world(state));
    if (visited.some(isOff) || round.some((step) => step.action === action)) continue;
    walk((step) => step.action === action || isOff(step.to));
  }
  if (round.length === 0 || visited[visited.length - 1] !== first) walk(({ to }) => to === first);
  return {
    trigger: way.trigger,
    states: [...way.states, ...round.map(({ to }) => to)],
    reason: 'fair-cycle',
    cycleTo: way.states.length,
    by: [...way.states.map(() => undefined), ...round.map(({ action }) => action)],
  };
}

/** A shortest sequence of steps, at least one, whose last satisfies the goal. */
function shortest<W>(from: number, inside: Inside<W>, goal: (step: Step<W>) => boolean): Step<W>[] {
  const back = new Map<number, { readonly before: number; readonly step: Step<W> }>();
  const queue = [from];
  for (const state of queue) {
    for (const step of inside(state)) {
      if (goal(step)) {
        const path = [step];
        for (let at = state; at !== from;) {
          const link = back.get(at);
          if (link === undefined) break;
          path.unshift(link.step);
          at = link.before;
        }
        return path;
      }
      if (step.to === from || back.has(step.to)) continue;
      back.set(step.to, { before: state, step });
      queue.push(step.to);
    }
  }
  throw new Error('a strongly connected component is not connected');
}

/** The states in which a response is due, in the order in which they were found, with the way from their trigger. */
class Pending {
  readonly states: number[] = [];
  readonly #before: Int32Array;

  constructor(states: number) {
    this.#before = new Int32Array(states).fill(UNSEEN);
  }

  has(state: number): boolean {
    return this.#before[state] !== UNSEEN;
  }

  add(state: number, before: number): void {
    this.#before[state] = before;
    this.states.push(state);
  }

  pathTo(state: number): { trigger: number; states: number[] } {
    const states: number[] = [];
    let at = state;
    for (; this.#before[at] !== TRIGGER; at = this.#before[at]) states.unshift(at);
    return { trigger: at, states };
  }
}

/** The state graph of a table, edge by edge. */
class Graph<W> {
  readonly #model: Model<W>;
  readonly #layout: PackedLayout<W>;
  readonly #table: StateTable;
  readonly #draft: W;
  readonly #words: Int32Array;

  constructor(model: Model<W>, layout: PackedLayout<W>, table: StateTable) {
    this.#model = model;
    this.#layout = layout;
    this.#table = table;
    this.#draft = model.createDraft();
    this.#words = new Int32Array(layout.words);
  }

  /** The state in a draft that the next call takes for itself. */
  world(state: number): W {
    this.#layout.unpack(this.#table.chunk(state), this.#table.offset(state), this.#draft);
    return this.#draft;
  }

  steps(state: number): Step<W>[] {
    const steps: Step<W>[] = [];
    for (const action of this.#model.actions) {
      const draft = this.world(state);
      if (!action.enabled(draft)) continue;
      this.#model.beginStep?.(draft);
      action.apply(draft);
      this.#layout.pack(draft, this.#words, 0);
      const to = this.#table.find(this.#words, 0);
      if (to < 0) throw new Error(`model ${this.#model.name}: a step leads out of the states that were stored`);
      steps.push({ action, to });
    }
    return steps;
  }
}

/** The strongly connected components of the pending states (Tarjan's algorithm, without recursion); undefined in between. */
function* components<W>(pending: Pending, graph: Graph<W>): Generator<readonly number[] | undefined, void, void> {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const lowOf = (state: number): number => low.get(state) ?? 0;
  for (const root of pending.states) {
    if (order.has(root)) continue;
    const frames = [open(root)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const { state, successors } = frame;
      const next = successors[frame.next++];
      if (next === undefined) {
        frames.pop();
        const parent = frames.at(-1)?.state;
        if (parent !== undefined) low.set(parent, Math.min(lowOf(parent), lowOf(state)));
        if (lowOf(state) === order.get(state)) {
          const component = stack.splice(stack.lastIndexOf(state));
          for (const member of component) onStack.delete(member);
          yield component;
        }
      } else if (!order.has(next)) {
        frames.push(open(next));
        yield undefined;
      } else if (onStack.has(next)) {
        low.set(state, Math.min(lowOf(state), order.get(next) ?? 0));
      }
    }
  }

  function open(state: number): { readonly state: number; readonly successors: readonly number[]; next: number } {
    low.set(state, order.size);
    order.set(state, order.size);
    stack.push(state);
    onStack.add(state);
    const successors = graph.steps(state).flatMap(({ to }) => (pending.has(to) ? [to] : []));
    return { state, successors, next: 0 };
  }
}
