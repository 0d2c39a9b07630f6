import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore, type Code } from '../../src/spec/check/index.ts';
import { array, createDraft, record, uint } from '../../src/spec/kit/layout.ts';
import type { Action, Model, Property, ResponseProperty, StateProperty } from '../../src/spec/kit/model.ts';

interface Grid {
  x: number;
  notes: { y: number; past: number[] };
  wide: number[];
  z: number;
}

/** Numbers that wander: x and z are looked at; y, with what is beside it, is ignored. */
function grid(maxX: number, maxY: number, stride = 1): Model<Grid> {
  const layout = record({
    x: uint(maxX),
    notes: record({ y: uint(maxY), past: array(2, uint(3)) }),
    // What comes after it lies in another word.
    wide: array(3, uint(0xfffff)),
    z: uint(0xfffff),
  });
  const moves: Readonly<Record<string, readonly [Action<Grid>['enabled'], Action<Grid>['apply']]>> = {
    note: [({ notes }) => notes.y < maxY, ({ notes }) => void notes.y++],
    forget: [({ notes }) => notes.past[1] < 3, ({ notes }) => void notes.past[1]++],
    go: [({ x }) => x + stride <= maxX, (world) => void (world.x += stride)],
    back: [({ x }) => x > 0, (world) => void world.x--],
    turn: [({ z }) => z < 2, (world) => void world.z++],
  };
  return {
    name: 'grid',
    layout,
    createDraft: () => createDraft(layout),
    initialStates: 1,
    initialize: () => undefined,
    actions: Object.entries(moves).map(([name, [enabled, apply]]) => ({ name, args: {}, enabled, apply })),
  };
}

/** Holds but at some places, once all turns are made; says how often it was asked. */
function avoids(places: readonly number[], ignores?: readonly string[]): StateProperty<Grid> & { asked: number } {
  return {
    kind: 'state',
    ...(ignores && { ignores }),
    asked: 0,
    witness: ({ x }) => x === 2,
    holds({ x, z }) {
      this.asked++;
      return z < 2 || !places.includes(x);
    },
  };
}

/** From some places the way on must lead to others. */
const leaves = (places: readonly number[], ignores?: readonly string[]): ResponseProperty<Grid> => ({
  kind: 'response',
  ...(ignores && { ignores }),
  trigger: ({ x, z }) => z === 1 && places.includes(x),
  helpful: ({ name }) => name === 'go',
  response: ({ x }) => !places.includes(x),
  within: 3,
});

const tell = (code: Code, model: Model<Grid>, properties: readonly Property<Grid>[]) =>
  explore(model, properties, { code }).properties.map(({ verdict, witnesses, violation }) => ({
    verdict,
    witnesses,
    run: violation?.steps.map(({ name }) => name),
  }));

const somePlaces = (most: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: most }), { maxLength: 3 }), { minLength: 1, maxLength: 4 });

describe.each(['generated', 'closures'] as const)('a property that ignores fields, by %s', (code) => {
  test('is asked once for states that differ in nothing else', () => {
    const [all, some] = [avoids([]), avoids([], ['notes'])];
    expect(explore(grid(9, 99), [all, some], { code }).states).toBe(10 * 100 * 4 * 3);
    expect(all.asked).toBe(12_000);
    expect(some.asked).toBe(30);
  });

  test('is asked of every state where its witnesses are counted', () => {
    const [result] = explore(grid(9, 99), [avoids([], ['notes'])], { countWitnesses: true, code }).properties;
    expect(result.witnesses).toBe(1200);
  });

  test('has the verdict, the witness and the shortest run that it has without, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        somePlaces(32),
        (maxX, maxY, stride, places) => {
          const model = grid(maxX, maxY, stride);
          const [without, ...told] = [undefined, ['notes'], ['y', 'past'], ['past']].map((ignores) =>
            tell(
              code,
              model,
              places.map((some) => avoids(some, ignores)),
            ),
          );
          for (const one of told) expect(one).toEqual(without);
        },
      ),
    );
  });

  test('has the same triggers, if it is one of a response', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        somePlaces(9),
        (maxX, maxY, places) => {
          const [without, told] = [undefined, ['notes']].map((ignores) =>
            tell(
              code,
              grid(maxX, maxY),
              places.flatMap((some) => [leaves(some, ignores), avoids(some, ignores)]),
            ),
          );
          expect(told).toEqual(without);
        },
      ),
    );
  });

  test('is asked of each of very many views, though a full set forgets', () => {
    const missed = new Set(Array.from({ length: 100_001 }, (_, x) => x));
    const sees: StateProperty<Grid> = {
      kind: 'state',
      ignores: ['past', 'z'],
      witness: () => false,
      holds: ({ x }) => missed.delete(x) || !missed.has(x),
    };
    expect(explore(grid(100_000, 0), [sees], { code }).end).toBe('complete');
    expect(missed.size).toBe(0);
  });

  test('may not look at them: debug mode names the field', () => {
    for (const ignores of [['notes'], ['y']]) {
      const looks = { ...avoids([]), ignores, holds: ({ notes }: Grid) => notes.y < 100 };
      expect(() => explore(grid(9, 9), [avoids([]), looks], { debug: true })).toThrow(
        `state property 2: it looks at notes${ignores[0] === 'y' ? '.y' : ''}, which it says that it ignores`,
      );
    }
    const triggered = { ...leaves([]), ignores: ['z'] };
    expect(() => explore(grid(9, 9), [triggered], { debug: true })).toThrow('response property 1: it looks at z,');
    expect(explore(grid(9, 9), [avoids([], ['notes'])], { debug: true }).states).toBe(1200);
  });
});
