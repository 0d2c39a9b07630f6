/** Makes a mismatch short: drops actions as long as some mismatch in the same field remains. */
import type { Action } from '../../src/spec/kit/model.ts';
import type { ProtocolModel } from '../../src/spec/model/protocol/index.ts';
import type { World } from '../../src/spec/model/protocol/world.ts';
import type { Kernel } from '../harness-run.ts';
import { compare, type Mismatch } from './compare.ts';
import { replay, type Walk } from './walk.ts';

interface Shrunk {
  readonly walk: Walk;
  readonly mismatch: Mismatch;
}

/** A walk without anything after its mismatch. */
function cut(model: ProtocolModel, walk: Walk, mismatch: Mismatch): Walk {
  return replay(model, walk.actions.slice(0, walk.mirrored[mismatch.at].action + 1));
}

/** Candidates: without one action, and without two neighbours (a VM-entry has its VM-exit). */
function candidates(actions: readonly Action<World>[]): Action<World>[][] {
  const without = (from: number, count: number): Action<World>[] => [
    ...actions.slice(0, from),
    ...actions.slice(from + count),
  ];
  return [8, 4, 2, 1].flatMap((count) => actions.slice(0, -1).map((_, from) => without(from, count)));
}

export async function shrink(
  kernel: Kernel,
  cpu: string,
  model: ProtocolModel,
  walk: Walk,
  mismatch: Mismatch,
): Promise<Shrunk> {
  let best: Shrunk = { walk: cut(model, walk, mismatch), mismatch };
  const wanted = new Set(mismatch.differences.map(({ field }) => field));
  for (;;) {
    const walks = candidates(best.walk.actions).map((actions) => ({ model, walk: replay(model, actions) }));
    const found = await compare(kernel, cpu, walks);
    const shorter = walks
      .map((each, i) => ({ walk: each.walk, mismatch: found[i] }))
      .filter((each): each is Shrunk => each.mismatch?.differences.some(({ field }) => wanted.has(field)) ?? false)
      .map((each) => ({ walk: cut(model, each.walk, each.mismatch), mismatch: each.mismatch }))
      .filter((each) => each.walk.actions.length < best.walk.actions.length)
      .sort((a, b) => a.walk.actions.length - b.walk.actions.length)[0];
    if (shorter === undefined) return best;
    best = shorter;
  }
}
