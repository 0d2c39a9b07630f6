import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonModel, commonProperties, commonSizes, guestReadsOnlyItsOwn } from '../../bench/common/model.ts';
import { joinWalks, replay, walk } from '../../src/spec/check/index.ts';
import type { StepProperty } from '../../src/spec/kit/model.ts';
import { counter, type Counter } from './toy.ts';

const leaky = commonModel(commonSizes.K2, true);
const up = counter(1000, { up: (value) => (value < 1000 ? value + 1 : undefined) });
const passes = (place: number): StepProperty<Counter> => ({
  kind: 'step',
  witness: (_before, _action, { value }) => value === place,
  holds: () => true,
});

describe('a head start', () => {
  const headStart = { steps: 200, runs: 10 };

  test('lets every run begin where the common walk has led, and judges that walk once per block', () => {
    const options = { runs: 30, steps: 5, seed: 1, headStart, countWitnesses: true };
    const { properties, steps } = walk(up, [passes(200), passes(205), passes(206)], options);
    expect(properties.map(({ witnesses }) => witnesses)).toEqual([3, 30, 0]);
    expect(steps).toBe(3 * 200 + 30 * 5);
  });

  test('does not let the result depend on where a range of runs begins', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.integer(), (first, second, seed) => {
        const range = (firstRun: number, runs: number) =>
          walk(leaky, commonProperties, { firstRun, runs, steps: 20, seed, headStart, countWitnesses: true });
        const counts = ({ steps, properties }: ReturnType<typeof range>) => [
          steps,
          ...properties.map(({ witnesses, found }) => ({ witnesses, run: found?.run })),
        ];
        expect(counts(joinWalks(range(0, first), range(first, second)))).toEqual(counts(range(0, first + second)));
      }),
      { numRuns: 20 },
    );
  });

  test('is part of the run that is shown for a violation', () => {
    const { violation } = walk(leaky, [guestReadsOnlyItsOwn], { runs: 2000, steps: 10, seed: 3, headStart })
      .properties[0];
    const steps = (violation?.steps ?? []).map(({ name, args }) => ({ op: name, args }));
    expect(steps.length).toBeGreaterThan(0);
    expect(guestReadsOnlyItsOwn.holds(replay(leaky, steps).world)).toBe(false);
  });

  test('of no run at all is refused', () => {
    expect(() => walk(up, [], { runs: 1, steps: 1, seed: 1, headStart: { steps: 1, runs: 0 } })).toThrow('runs is 0');
  });
});

test('favoured processes get their share of the steps', () => {
  const moves = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`outside${i}`, () => 0]));
  const base = counter(1, { inside: () => 1, ...moves });
  const model = {
    ...base,
    processes: [{ name: 'one', positions: 1, position: () => 0 }],
    actions: base.actions.map((action) =>
      action.name === 'inside' ? { ...action, at: { process: 0, positions: [0] } } : action,
    ),
  };
  const share = (favourProcesses: number) =>
    walk(model, [passes(1)], { runs: 10, steps: 1000, seed: 1, favourProcesses, countWitnesses: true }).properties[0]
      .witnesses / 10_000;
  expect(share(0)).toBeCloseTo(0.1, 1);
  expect(share(3)).toBeCloseTo(0.75 + 0.25 * 0.1, 1);
});
