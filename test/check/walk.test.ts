import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonModel, commonProperties, commonSizes, guestReadsOnlyItsOwn } from '../../bench/common/model.ts';
import { explore, joinWalks, replay, walk, type Walks } from '../../src/spec/check/index.ts';
import { walkWithFastCheck } from '../../src/spec/check/walk-with-fast-check.ts';
import type { Action, StepProperty } from '../../src/spec/kit/model.ts';
import { counter, type Counter } from './toy.ts';

const leaky = commonModel(commonSizes.K2, true);
const sound = commonModel(commonSizes.K2);
const named = (steps: readonly Action<never>[]) => steps.map(({ name, args }) => ({ op: name, args }));

/** Everything but the functions. */
const told = <W>({ properties, ...rest }: Walks<W>) => ({
  ...rest,
  properties: properties.map(({ verdict, witnesses, found, violation }) => ({
    verdict,
    witnesses,
    found,
    violation: violation && { ...violation, steps: named(violation.steps) },
  })),
});

describe('random walks', () => {
  test('the same seed gives the same result, another seed another', () => {
    const [a, b, c] = [7, 7, 8].map((seed) => told(walk(leaky, commonProperties, { runs: 3000, steps: 60, seed })));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  test('ranges of runs join to the result of the whole', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.integer(), (first, second, seed) => {
        const range = (firstRun: number, runs: number) =>
          walk(leaky, commonProperties, { firstRun, runs, steps: 40, seed, countWitnesses: true });
        const joined = joinWalks(range(0, first), range(first, second));
        expect(told(joined)).toEqual(told(range(0, first + second)));
      }),
      { numRuns: 10 },
    );
    const one = walk(leaky, [], { runs: 5, steps: 5, seed: 1 });
    expect(() => joinWalks(one, one)).toThrow('runs 0..4 of seed 1 do not follow runs 0..4 of seed 1');
  });

  test('a stopped campaign goes on where it stopped', () => {
    const options = { steps: 30, seed: 3, countWitnesses: true };
    let asked = 0;
    const stopped = walk(sound, commonProperties, {
      ...options,
      runs: 500,
      sliceMs: 0.1,
      shouldStop: () => asked++ > 3,
    });
    expect(stopped.end).toBe('cancelled');
    expect(stopped.nextRun).toBeLessThan(500);
    const rest = walk(sound, commonProperties, { ...options, firstRun: stopped.nextRun, runs: 500 - stopped.nextRun });
    expect(told(joinWalks(stopped, rest))).toEqual(told(walk(sound, commonProperties, { ...options, runs: 500 })));
  });

  test('the run that violates is found again alone, and shrunk to a run that violates', () => {
    const shortest = explore(leaky, [guestReadsOnlyItsOwn]).properties[0].violation?.steps.length ?? 0;
    for (let seed = 0; seed < 8; seed++) {
      const { found, violation } = walk(leaky, [guestReadsOnlyItsOwn], { runs: 20_000, steps: 60, seed }).properties[0];
      if (found === undefined || violation === undefined) throw new Error(`seed ${seed} finds nothing`);
      expect(violation.steps.length).toBeLessThanOrEqual(found.length);
      expect(violation.steps.length).toBeGreaterThanOrEqual(shortest);
      const { world } = replay(leaky, named(violation.steps));
      expect(guestReadsOnlyItsOwn.holds(world)).toBe(false);
      const alone = walk(leaky, [guestReadsOnlyItsOwn], { firstRun: found.run, runs: 1, steps: 60, seed })
        .properties[0];
      expect(alone.found).toEqual(found);
    }
  });

  test('a sound model keeps its properties', () => {
    const { properties, steps } = walk(sound, commonProperties, { runs: 500, steps: 50, seed: 1, debug: true });
    expect(properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
    expect(steps).toBe(25_000);
  });

  test('choices are even among the enabled actions', () => {
    const moves = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`to${i}`, () => i]));
    const never = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`never${i}`, () => undefined]));
    const model = counter(4, { ...moves, ...never });
    const arrives = Array.from({ length: 5 }, (_, i): StepProperty<Counter> => ({
      kind: 'step',
      witness: (_before, _action, { value }) => value === i,
      holds: () => true,
    }));
    const { properties } = walk(model, arrives, { runs: 100, steps: 500, seed: 5, countWitnesses: true });
    for (const { witnesses } of properties) expect(Math.abs(witnesses - 10_000)).toBeLessThan(500);
  });

  test('a response property is judged on the way, and the environment is shrunk out of the trace', () => {
    const up = (low: number, high: number) => (value: number) => (value >= low && value < high ? value + 1 : undefined);
    const model = counter(20, {
      noise: (value) => (value === 0 ? 0 : undefined),
      begin: up(0, 5),
      'help.up': up(5, 9),
    });
    const { violation } = walk(
      model,
      [
        {
          kind: 'response',
          trigger: ({ value }) => value === 5,
          helpful: ({ name }) => name.startsWith('help'),
          response: ({ value }) => value === 10,
          within: 99,
        },
      ],
      { runs: 10, steps: 100, seed: 1 },
    ).properties[0];
    expect(violation?.unanswered).toEqual({ trigger: 5, reason: 'dead-end' });
    expect(violation?.steps.map(({ name }) => name)).toEqual([...Array(5).fill('begin'), ...Array(4).fill('help.up')]);
  });
});

describe('random walks by fast-check', () => {
  test('find each violation, shrink it, and repeat with the same seed', () => {
    const options = { runs: 20_000, steps: 60, seed: 11 };
    const [first, again] = [1, 2].map(() => walkWithFastCheck(leaky, commonProperties, options));
    const shortest = explore(leaky, commonProperties).properties;
    for (const [i, { verdict, violation, path }] of first.properties.entries()) {
      expect(verdict).toBe('violated');
      expect(path).toBe(again.properties[i].path);
      const length = violation?.steps.length ?? 0;
      const optimum = shortest[i].violation?.steps.length ?? 0;
      expect(length).toBeGreaterThanOrEqual(optimum);
      expect(length).toBeLessThanOrEqual(2 * optimum);
      expect(commonProperties[i].holds(replay(leaky, named(violation?.steps ?? [])).world)).toBe(false);
    }
  });

  test('count runs and witnesses where nothing is violated', () => {
    const { properties, runs } = walkWithFastCheck(sound, commonProperties, { runs: 5000, steps: 60, seed: 1 });
    expect(runs).toBe(5000);
    expect(properties).toMatchObject(commonProperties.map(() => ({ verdict: 'holds', witnesses: 1 })));
  });
});
