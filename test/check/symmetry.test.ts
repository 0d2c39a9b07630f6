import { describe, expect, test } from 'vitest';
import { checkSymmetry, describeEnd, explore, replay } from '../../src/spec/check/index.ts';
import { array, createDraft, record, uint } from '../../src/spec/kit/layout.ts';
import type { Action, Model, Property, ResponseProperty } from '../../src/spec/kit/model.ts';

interface Workers {
  at: number[];
}

const POSITIONS = 6;

/** Equal workers that go in rings of six positions, each by itself; one that stands at 5 pulls nobody along. */
function workers(count: number, { reduced = true, lame = -1 } = {}): Model<Workers> {
  const layout = record({ at: array(count, uint(POSITIONS - 1)) });
  const actions = Array.from({ length: count }, (_, worker): Action<Workers> => ({
    name: 'worker.go',
    args: { worker },
    enabled: ({ at }) => !(worker === lame && at[worker] === 2),
    apply: ({ at }) => void (at[worker] = (at[worker] + 1) % POSITIONS),
  }));
  return {
    name: 'workers',
    layout,
    createDraft: () => createDraft(layout),
    initialStates: 1,
    initialize: () => {},
    actions,
    ...(reduced && { canonicalize: ({ at }: Workers) => void at.sort((a, b) => a - b) }),
  };
}

/** Worker 0 and no other must not stand at 3: not symmetric. */
const onlyFirst: Property<Workers> = { kind: 'state', witness: () => true, holds: ({ at }) => at[0] !== 3 };
/** No two workers may stand at 4 and 2. */
const apart: Property<Workers> = {
  kind: 'state',
  witness: ({ at }) => at.includes(4),
  holds: ({ at }) => !(at.includes(4) && at.includes(2)),
};
/** Nobody may leave 5 while another one is at 1. */
const noneLeaves: Property<Workers> = {
  kind: 'step',
  witness: () => true,
  holds: (before, _action, after) =>
    !(before.at.includes(1) && before.at.filter((p) => p === 5).length > after.at.filter((p) => p === 5).length),
};

const named = (steps: readonly Action<Workers>[]) => steps.map(({ name, args }) => ({ op: name, args }));

describe('symmetry', () => {
  test('a search stores one state per orbit: multisets instead of tuples', () => {
    const all = explore(workers(3, { reduced: false }), []);
    const reduced = explore(workers(3), []);
    expect([all.states, reduced.states]).toEqual([6 ** 3, (6 * 7 * 8) / 6]);
    expect(describeEnd(all)).toBe('all 216 states');
    expect(describeEnd(reduced)).toBe('all 56 states up to symmetry');
    expect(checkSymmetry(workers(3), [apart, noneLeaves])).toEqual({ states: 216, orbits: 56 });
  });

  test.each(['generated', 'closures'] as const)(
    'each verdict is that of the full search, and each run is real: %s',
    (code) => {
      const properties = [apart, noneLeaves];
      const full = explore(workers(3, { reduced: false }), properties, { code });
      const reduced = explore(workers(3), properties, { code });
      for (const [i, { verdict, violation }] of reduced.properties.entries()) {
        expect(verdict).toBe('violated');
        const steps = violation?.steps ?? [];
        expect(steps.length).toBe(full.properties[i].violation?.steps.length);
        // Replayed by name on the model as it is, no representative in sight.
        let broken = false;
        const { world } = replay(workers(3, { reduced: false }), named(steps), {
          onStep: (index, before, action, after) => {
            const property = properties[i];
            if (property.kind === 'step' && !property.holds(before, action, after)) broken = index === steps.length - 1;
          },
        });
        const property = properties[i];
        if (property.kind === 'state') broken = !property.holds(world);
        expect(broken).toBe(true);
      }
    },
  );

  test('the helpful steps of an unanswered trigger are real as well, also where workers change places', () => {
    const meets: ResponseProperty<Workers> = {
      kind: 'response',
      trigger: ({ at }) => at.includes(5) && at.includes(3),
      helpful: () => true,
      response: ({ at }) => at.every((p) => p === 0),
      within: 4,
    };
    const { violation } = explore(workers(2), [meets]).properties[0];
    expect(violation?.unanswered).toBeDefined();
    const { actions } = replay(workers(2, { reduced: false }), named(violation?.steps ?? []));
    expect(actions).toHaveLength(violation?.steps.length ?? -1);
  });

  test('a property that tells equal things apart is found out', () => {
    expect(() => checkSymmetry(workers(2), [onlyFirst])).toThrow(
      'canonicalize is not a symmetry: a property says something else of the representative, in {"at":[3,0]}',
    );
  });

  test('an action that treats equal things differently is found out', () => {
    expect(() => checkSymmetry(workers(2, { lame: 0 }), [])).toThrow('canonicalize is not a symmetry: ');
  });

  test('a representative that has another one is found out', () => {
    const swap = ({ at }: Workers) => void at.reverse();
    expect(() => checkSymmetry({ ...workers(2), canonicalize: swap }, [])).toThrow(
      'the representative has another representative',
    );
  });

  test('without canonicalize, or beyond the bound, nothing is said', () => {
    expect(() => checkSymmetry(workers(2, { reduced: false }), [])).toThrow('has no canonicalize');
    expect(() => checkSymmetry(workers(3), [], { maxStates: 100 })).toThrow('more than 100 states');
  });
});
