import type { Action, ActionArgs, Model } from '../kit/model.ts';
import { describeAction } from './action-index.ts';

/** A step by name, as scenarios carry it. */
export interface NamedStep {
  readonly op: string;
  readonly args?: ActionArgs;
}

interface ReplayOptions<W> {
  /** Index of the initial state. Default 0. */
  readonly initial?: number;
  /** Called after each step; `before` and `after` are read only and are reused by the next step. */
  readonly onStep?: (step: number, before: W, action: Action<W>, after: W) => void;
}

interface Replayed<W> {
  /** The state after the last step. */
  readonly world: W;
  readonly actions: readonly Action<W>[];
}

/** A step that the model does not have or cannot take now. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  /** Index of the step, from 0. */
  readonly step: number;
  /** What the step may have meant: names of actions, or actions of that name with their arguments. */
  readonly candidates: readonly string[];

  constructor(step: number, message: string, candidates: readonly string[] = []) {
    super(`step ${step + 1}: ${message}`);
    this.step = step;
    this.candidates = candidates;
  }
}

/**
 * Runs named steps from an initial state. Throws a ReplayError that names the step for an unknown operation, unknown
 * arguments, or an action that is not enabled, with the model's reason where it gives one.
 */
export function replay<W>(model: Model<W>, steps: readonly NamedStep[], options: ReplayOptions<W> = {}): Replayed<W> {
  const { initial = 0, onStep } = options;
  if (!(Number.isInteger(initial) && initial >= 0 && initial < model.initialStates)) {
    throw new RangeError(`initial state ${initial}: model ${model.name} has ${model.initialStates}`);
  }
  const world = model.createDraft();
  model.initialize(world, initial);
  const actions: Action<W>[] = [];
  for (const [index, step] of steps.entries()) {
    const action = resolveStep(model, step, index);
    if (!action.enabled(world)) {
      const reason = action.blockedBy?.(world);
      throw new ReplayError(index, `${describeAction(action)} is not enabled here${reason ? `: ${reason}` : ''}`);
    }
    const before = onStep && structuredClone(world);
    model.beginStep?.(world);
    action.apply(world);
    if (onStep && before !== undefined) onStep(index, before, action, world);
    actions.push(action);
  }
  return { world, actions };
}

/** The action that a step names. Throws a ReplayError with candidates where there is none. */
export function resolveStep<W>(model: Model<W>, { op, args = {} }: NamedStep, index: number): Action<W> {
  const named = model.actions.filter((action) => action.name === op);
  if (named.length === 0) {
    const names = [...new Set(model.actions.map((action) => action.name))];
    const near = closest(op, names);
    const hint = near.length === 0 ? '' : `; did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
    throw new ReplayError(index, `unknown operation "${op}"${hint}`, near.length === 0 ? names : near);
  }
  const action = named.find((candidate) => sameArgs(candidate.args, args));
  if (action === undefined) {
    const known = named.map(describeAction);
    throw new ReplayError(
      index,
      `${describeAction({ ...named[0], args })} does not exist; there is ${list(known)}`,
      known,
    );
  }
  return action;
}

function sameArgs(a: ActionArgs, b: ActionArgs): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function list(items: readonly string[]): string {
  return items.length > 6 ? `${items.slice(0, 6).join(', ')} and ${items.length - 6} more` : items.join(', ');
}

/** Names that share the actor or the verb, or differ in few letters; at most three. */
function closest(word: string, names: readonly string[]): string[] {
  const scored = names.map((name) => ({ name, score: distance(word, name) }));
  const [actor, verb] = word.split('.');
  const limit = Math.max(2, Math.floor(word.length / 3));
  return scored
    .filter(
      ({ name, score }) => score <= limit || (verb !== undefined && name.split('.')[1] === verb) || name === actor,
    )
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
