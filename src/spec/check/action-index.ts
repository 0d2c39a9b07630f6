import type { Action, Model } from '../kit/model.ts';

/** Actions by where they can happen, each list in the order of `model.actions`. */
interface ActionIndex<W> {
  /** By process, then by position. */
  readonly at: readonly (readonly (readonly Action<W>[])[])[];
  /** Actions without a place, tried in every state. */
  readonly anywhere: readonly Action<W>[];
}

/** Throws a RangeError for an action whose process or position does not exist, and for two actions of one name. */
export function indexActions<W>(model: Model<W>): ActionIndex<W> {
  const processes = model.processes ?? [];
  const at = processes.map(({ positions }) => Array.from({ length: positions }, (): Action<W>[] => []));
  const anywhere: Action<W>[] = [];
  const seen = new Set<string>();
  for (const action of model.actions) {
    const name = describeAction(action);
    if (seen.has(name)) throw new RangeError(`model ${model.name}: two actions are called ${name}`);
    seen.add(name);
    if (action.at === undefined) {
      anywhere.push(action);
      continue;
    }
    const places = at[action.at.process];
    if (places === undefined) throw new RangeError(`action ${name}: there is no process ${action.at.process}`);
    for (const position of new Set(action.at.positions)) {
      if (places[position] === undefined) {
        const { name: process, positions } = processes[action.at.process];
        throw new RangeError(`action ${name}: process ${process} has positions 0..${positions - 1}, not ${position}`);
      }
      places[position].push(action);
    }
  }
  return { at, anywhere };
}

/** `guest.read(vcpu=1, entry=0)`, for messages. */
export function describeAction<W>({ name, args }: Action<W>): string {
  const list = Object.entries(args).map(([key, value]) => `${key}=${value}`);
  return list.length === 0 ? name : `${name}(${list.join(', ')})`;
}
