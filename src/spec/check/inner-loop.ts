import type { Action, Model, StateProperty, StepProperty } from '../kit/model.ts';
import { describeAction, indexActions } from './action-index.ts';
import type { Awaited } from './awaited.ts';
import { GuardedDraft } from './guarded-draft.ts';
import { hasChanged } from './changed.ts';
import type { PackedLayout } from './compile-layout.ts';
import { StateCheck, StepCheck, type Finding } from './property-check.ts';
import type { View } from './view.ts';

/** The inner loop of a search: judges a state and its steps, and lists its successors. */
export interface InnerLoop {
  /**
   * Judges the state at `words[at]`, whose index is `state`, and notes what it triggers. With `expand`, judges its steps
   * as well and appends the packed successors, except the state itself, to the batch from place `n` on. Returns the new
   * number of states in the batch.
   */
  visit(words: Int32Array, at: number, state: number, n: number, expand: boolean): number;
  /** Steps taken so far. */
  readonly taken: number;
  /** Expanded states so far in which no action was enabled. */
  readonly deadEnds: number;
}

export interface LoopParts<W> {
  readonly model: Model<W>;
  readonly layout: PackedLayout<W>;
  readonly states: readonly Finding<W, StateProperty<W>>[];
  readonly steps: readonly Finding<W, StepProperty<W>>[];
  /** Response properties; the loop lists their trigger states. */
  readonly responses: readonly Awaited<W>[];
  /** State and response properties by what they see of a state. */
  readonly views: readonly View[];
  readonly countWitnesses: boolean;
  readonly batch: Int32Array;
}

/**
 * The inner loop as plain code. In debug mode it checks that no action is enabled away from its positions, that state properties do
 * not look at what they ignore, and that step properties have nothing to say of actions that they are not about and of
 * steps without the changes that they are about.
 */
export function plainLoop<W>(parts: LoopParts<W>, debug: boolean): InnerLoop {
  const { model, layout, batch } = parts;
  const { at: places, anywhere } = indexActions(model);
  const processes = model.processes ?? [];
  const stepCheck = new StepCheck(parts.steps, parts.countWitnesses);
  const draft = model.createDraft();
  const before = model.createDraft();
  const looks = looksOf(parts, draft);
  const ignoresOf = debug ? ignoresChecks(parts) : [];
  const aboutOf = debug ? aboutChecks(parts) : [];
  let taken = 0;
  let deadEnds = 0;

  function steps(actions: readonly Action<W>[], words: Int32Array, at: number, state: number, from: number): number {
    let n = from;
    for (const action of actions) {
      if (!action.enabled(draft)) continue;
      try {
        model.beginStep?.(draft);
        action.apply(draft);
        for (const check of aboutOf) check(before, action, draft);
        if (stepCheck.busy) stepCheck.judge(before, action, draft, state);
        model.canonicalize?.(draft);
        if (debug) layout.pack(draft, batch, n * layout.words);
        n = layout.append(draft, words, at, batch, n);
      } catch (error) {
        throw explain(model, action, error);
      }
      taken++;
    }
    return n;
  }

  return {
    get taken() {
      return taken;
    },
    get deadEnds() {
      return deadEnds;
    },
    visit(words, at, state, from, expand) {
      layout.unpack(words, at, draft);
      for (const check of ignoresOf) check(words, at);
      for (const look of looks) look(words, at, state);
      if (!expand) return from;
      if (stepCheck.busy || debug) layout.unpack(words, at, before);
      if (debug) checkPlaces(model, draft);
      const takenBefore = taken;
      let n = from;
      for (let i = 0; i < processes.length; i++) {
        n = steps(places[i][processes[i].position(draft)], words, at, state, n);
      }
      n = steps(anywhere, words, at, state, n);
      if (taken === takenBefore) deadEnds++;
      return n;
    },
  };
}

type Look = (words: Int32Array, at: number, state: number) => void;

/** For each view, a function that judges the state in the draft by its properties and notes what it triggers. */
function looksOf<W>({ states, responses, views, countWitnesses }: LoopParts<W>, draft: W): Look[] {
  return views.map(({ states: judged, responses: awaited, set }): Look => {
    const judge = new StateCheck(
      judged.map((i) => states[i]),
      countWitnesses,
    );
    const waiting = awaited.map((i) => responses[i]);
    if (set === undefined) {
      return (_words, _at, state) => {
        judge.judge(draft, state);
        for (const { property, triggers } of waiting) if (property.trigger(draft)) triggers.add(state);
      };
    }
    const ask = (state: number): number => {
      judge.judge(draft, state);
      return waiting.reduce((bits, { property }, i) => (property.trigger(draft) ? bits | (1 << i) : bits), 0);
    };
    return (words, at, state) => {
      let bits = set.find(words, at);
      if (bits < 0) set.note(words, at, (bits = ask(state)));
      for (let i = 0; i < waiting.length; i++) if ((bits & (1 << i)) !== 0) waiting[i].triggers.add(state);
    };
  });
}

function checkPlaces<W>(model: Model<W>, world: W): void {
  const processes = model.processes ?? [];
  const positions = processes.map((process) => process.position(world));
  for (const action of model.actions) {
    const { at } = action;
    if (at === undefined || at.positions.includes(positions[at.process]) || !action.enabled(world)) continue;
    const found = `process ${processes[at.process].name} at position ${positions[at.process]}`;
    throw new Error(`action ${describeAction(action)} is enabled with ${found}; declared: ${at.positions.join(', ')}`);
  }
}

/** For each view, a function that asks its properties of a state while they see nothing else. */
function ignoresChecks<W>({ model, layout, states, responses, views }: LoopParts<W>) {
  return views.map(({ ignored, states: judged, responses: awaited }) => {
    const guarded = new GuardedDraft(model.createDraft() as W & object, ignored);
    const { draft } = guarded;
    const asked = [
      ...judged.flatMap((i) => [
        [`state property ${i + 1}`, () => states[i].property.witness(draft)] as const,
        [`state property ${i + 1}`, () => states[i].property.holds(draft)] as const,
      ]),
      ...awaited.map((i) => [`response property ${i + 1}`, () => responses[i].property.trigger(draft)] as const),
    ];
    return (words: Int32Array, at: number): void => {
      layout.unpack(words, at, draft);
      for (const [name, ask] of asked) {
        try {
          guarded.during(ask);
        } catch (error) {
          throw new Error(`${name}: ${messageOf(error)}`, { cause: error });
        }
      }
    };
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** For each step property that says of what it is, a function that checks it on a step. */
function aboutChecks<W>({ layout, steps }: LoopParts<W>): ((before: W, action: Action<W>, after: W) => void)[] {
  return steps.flatMap(({ property }, index) => {
    if (property.about === undefined && property.changes === undefined) return [];
    const changed = property.changes && hasChanged(layout, property.changes);
    return (before: W, action: Action<W>, after: W) => {
      const foreign = property.about?.(action) === false;
      if (!foreign && changed?.(before, after) !== false) return;
      if (!property.witness(before, action, after) && property.holds(before, action, after)) return;
      const what = foreign ? 'about this action' : 'about a step that does not change this';
      const where = foreign ? 'about()' : 'changes';
      throw new Error(
        `step property ${index + 1} of ${steps.length} says that it is not ${what}, and judges its step; correct its ${where}`,
      );
    };
  });
}

function explain<W>(model: Model<W>, action: Action<W>, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return new Error(`model ${model.name}, action ${describeAction(action)}: ${error.message}`, { cause: error });
}
