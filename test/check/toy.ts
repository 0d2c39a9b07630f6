import { createDraft, record, uint } from '../../src/spec/kit/layout.ts';
import type { Action, Model } from '../../src/spec/kit/model.ts';

export interface Counter {
  value: number;
}

/** A counter 0..max with the given named moves; a move returns the next value, or undefined where it is not enabled. */
export function counter(
  max: number,
  moves: Readonly<Record<string, (value: number) => number | undefined>>,
  initial: readonly number[] = [0],
): Model<Counter> {
  const layout = record({ value: uint(max) });
  const actions = Object.entries(moves).map(([name, move]): Action<Counter> => ({
    name,
    args: {},
    enabled: ({ value }) => move(value) !== undefined,
    apply(world) {
      world.value = move(world.value) ?? world.value;
    },
    blockedBy: ({ value }) => `the counter stands at ${value}`,
  }));
  return {
    name: 'counter',
    layout,
    createDraft: () => createDraft(layout),
    initialStates: initial.length,
    initialize(world, index) {
      world.value = initial[index];
    },
    actions,
  };
}
