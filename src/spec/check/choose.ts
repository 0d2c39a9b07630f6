import type { Action, Model } from '../kit/model.ts';
import { indexActions } from './action-index.ts';
import type { Random } from './random.ts';

/** Draws before the enabled actions are listed: where few of many are enabled, drawing takes long. */
const DRAWS = 12;

/** Chooses among the enabled actions of a model. */
export interface Chooser<W> {
  /** At random, evenly where nothing is favoured, or undefined in a dead end. */
  draw(world: W, random: Random): Action<W> | undefined;
  /** The action number `choice` modulo the number of enabled actions, or undefined in a dead end. */
  pick(world: W, choice: number): Action<W> | undefined;
}

/**
 * With `favour` n, n of n + 1 drawn steps are chosen among the actions of the processes, where one of those is soon
 * found: the surroundings have many actions, and evenly chosen steps leave a process little time to get anywhere.
 */
export function chooser<W>(model: Model<W>, favour = 0): Chooser<W> {
  const index = indexActions(model);
  const processes = model.processes ?? [];
  const lists = [...index.at.map(() => index.anywhere), index.anywhere];
  // With one process all candidates of a position are one list; drawing from it takes half of the time.
  const only = processes.length === 1 && favour === 0 ? processes[0] : undefined;
  const together = only === undefined ? [] : index.at[0].map((list) => [...list, ...index.anywhere]);
  const enabled: Action<W>[] = [];

  /** Looks up the lists for the present positions and returns how many actions they have. */
  function locate(world: W): number {
    let length = index.anywhere.length;
    for (let i = 0; i < processes.length; i++) {
      lists[i] = index.at[i][processes[i].position(world)];
      length += lists[i].length;
    }
    return length;
  }

  function candidate(number: number): Action<W> {
    let rest = number;
    for (const list of lists) {
      if (rest < list.length) return list[rest];
      rest -= list.length;
    }
    throw new RangeError(`candidate ${number} does not exist`);
  }

  function pick(world: W, choice: number): Action<W> | undefined {
    locate(world);
    let n = 0;
    for (const list of lists) {
      for (let i = 0; i < list.length; i++) if (list[i].enabled(world)) enabled[n++] = list[i];
    }
    return n === 0 ? undefined : enabled[choice % n];
  }

  return {
    pick,
    draw(world, random) {
      if (only !== undefined) {
        const list = together[only.position(world)];
        for (let draw = 0; draw < DRAWS && list.length > 0; draw++) {
          const action = list[random.below(list.length)];
          if (action.enabled(world)) return action;
        }
        return list.length === 0 ? undefined : pick(world, random.below(CHOICES));
      }
      const length = locate(world);
      if (length === 0) return undefined;
      const inside = length - index.anywhere.length;
      if (favour > 0 && inside > 0 && random.below(favour + 1) > 0) {
        for (let draw = 0; draw < DRAWS; draw++) {
          const action = candidate(random.below(inside));
          if (action.enabled(world)) return action;
        }
      }
      for (let draw = 0; draw < DRAWS; draw++) {
        const action = candidate(random.below(length));
        if (action.enabled(world)) return action;
      }
      return pick(world, random.below(CHOICES));
    },
  };
}

/** Choices are reduced modulo the number of enabled actions; a multiple of many numbers keeps that even. */
export const CHOICES = 55_440;
