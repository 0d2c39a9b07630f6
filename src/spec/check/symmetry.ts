import type { Action, Model, Property } from '../kit/model.ts';
import { describeAction } from './action-index.ts';
import { compileLayout } from './compile-layout.ts';
import { StateTable } from './state-table.ts';

interface CheckedSymmetry {
  /** Reachable states, without the reduction. */
  readonly states: number;
  /** Their representatives: what a search with the reduction stores. */
  readonly orbits: number;
}

/** What can be seen of a state: the same for all states of an orbit, or the reduction is unsound. */
interface Profile {
  /** One text per question about the state itself. */
  readonly answers: string;
  /** One text per step, sorted: what the properties say of it, and the representative that it leads to. */
  readonly steps: readonly string[];
  /** For messages: an action behind each step. */
  readonly actions: readonly string[];
}

/**
 * Holds `model.canonicalize` against its promise, on every reachable state: a state and its representative have the same
 * steps to the same representatives, and each property says the same of both and of those steps. By induction, a search
 * over representatives then decides each property as the search over all states does. Throws an Error that names the
 * state and what differs, and a RangeError where there are more than `maxStates` states or nothing to check.
 */
export function checkSymmetry<W>(
  model: Model<W>,
  properties: readonly Property<W>[],
  { maxStates = 1_000_000 }: { readonly maxStates?: number } = {},
): CheckedSymmetry {
  const { canonicalize } = model;
  if (canonicalize === undefined) throw new RangeError(`model ${model.name} has no canonicalize`);
  const layout = compileLayout<W>(model.layout, { debug: true });
  const table = new StateTable(layout, { maxStates, maxBytes: Infinity });
  const profiles = new Map<string, Profile>();
  const words = new Int32Array(layout.words);
  const load = (from: Int32Array, at: number): W => {
    const world = model.createDraft();
    layout.unpack(from, at, world);
    return world;
  };
  const keyOf = (world: W): string => {
    layout.pack(world, words, 0);
    return words.join();
  };
  const representative = (world: W): W => {
    layout.pack(world, words, 0);
    const copy = load(words, 0);
    canonicalize.call(model, copy);
    return copy;
  };
  const store = (world: W): void => {
    layout.pack(world, words, 0);
    if (table.insert(words, 0, -1) < 0) throw new RangeError(`model ${model.name}: more than ${maxStates} states`);
  };
  const profileOf = (world: W, found: (after: W) => void): Profile => {
    const steps = model.actions.flatMap((action): { text: string; action: string }[] => {
      if (!action.enabled(world)) return [];
      layout.pack(world, words, 0);
      const after = load(words, 0);
      model.beginStep?.(after);
      action.apply(after);
      found(after);
      const said = properties.map((property) => saysOfStep(property, world, action, after)).join('');
      return [{ text: `${said} -> ${keyOf(representative(after))}`, action: describeAction(action) }];
    });
    steps.sort((a, b) => (a.text < b.text ? -1 : 1));
    return {
      answers: properties.map((property) => saysOfState(property, world)).join(''),
      steps: steps.map(({ text }) => text),
      actions: steps.map(({ action }) => action),
    };
  };

  for (let initial = 0; initial < model.initialStates; initial++) {
    const world = model.createDraft();
    model.initialize(world, initial);
    store(world);
  }
  for (let index = 0; index < table.count; index++) {
    const world = load(table.chunk(index), table.offset(index));
    const canonical = representative(world);
    const key = keyOf(canonical);
    const fail = (what: string): never => {
      throw new Error(`model ${model.name}: canonicalize is not a symmetry: ${what}, in ${JSON.stringify(world)}`);
    };
    if (keyOf(representative(canonical)) !== key) fail('the representative has another representative');
    const known = profiles.get(key) ?? profileOf(canonical, () => {});
    profiles.set(key, known);
    const own = profileOf(world, store);
    if (own.answers !== known.answers) fail('a property says something else of the representative');
    const differs = own.steps.findIndex((step, i) => step !== known.steps[i]);
    if (differs >= 0) fail(`the representative has no step like ${own.actions[differs]}`);
    if (own.steps.length < known.steps.length) fail(`only the representative can ${known.actions[own.steps.length]}`);
  }
  return { states: table.count, orbits: profiles.size };
}

const digit = (...answers: readonly boolean[]): string => answers.map((answer) => (answer ? '1' : '0')).join('');

function saysOfState<W>(property: Property<W>, world: W): string {
  switch (property.kind) {
    case 'state':
      return digit(property.witness(world), property.holds(world));
    case 'response':
      return digit(property.trigger(world), property.response(world));
    case 'step':
      return '';
  }
}

function saysOfStep<W>(property: Property<W>, before: W, action: Action<W>, after: W): string {
  switch (property.kind) {
    case 'state':
      return '';
    case 'response':
      return digit(property.helpful(action));
    case 'step':
      return digit(property.witness(before, action, after), property.holds(before, action, after));
  }
}
