import { describe, expect, test } from 'vitest';
import { explore, exploreInSlices, describeEnd } from '../../src/spec/check/index.ts';
import type { StateProperty, StepProperty } from '../../src/spec/kit/model.ts';
import { counter, type Counter } from './toy.ts';

const up =
  (max: number, by = 1) =>
  (value: number) =>
    value + by <= max ? value + by : undefined;
const below = (limit: number): StateProperty<Counter> => ({
  kind: 'state',
  witness: ({ value }) => value % 2 === 1,
  holds: ({ value }) => value < limit,
});
const neverFrom = (from: number): StepProperty<Counter> => ({
  kind: 'step',
  witness: (before) => before.value > 0,
  holds: (before) => before.value !== from,
});
const names = (steps: readonly { name: string }[] | undefined) => steps?.map(({ name }) => name);

describe('explore', () => {
  test('each property has its own verdict and a shortest violation, and the search goes on', () => {
    const model = counter(1000, { one: up(1000), five: up(1000, 5) });
    const result = explore(model, [below(7), below(2000), neverFrom(6), below(1000)], { debug: true });
    expect(result).toMatchObject({ end: 'complete', states: 1001, depth: 203, deadEnds: 1, transitions: 1000 + 996 });
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['violated', 'holds', 'violated', 'violated']);
    expect(result.properties.map(({ violation }) => violation?.steps.length)).toEqual([2, undefined, 3, 200]);
    expect(names(result.properties[2].violation?.steps)).toEqual(['one', 'five', 'one']);
  });

  test('witnesses are found once, or counted exactly', () => {
    const model = counter(99, { one: up(99) });
    const properties = [below(1000), neverFrom(500), below(1)];
    expect(explore(model, properties).properties.map(({ witnesses }) => witnesses)).toEqual([1, 1, 1]);
    const counted = explore(model, properties, { countWitnesses: true });
    expect(counted.properties.map(({ witnesses }) => witnesses)).toEqual([50, 98, 50]);
  });

  test('a step property is asked of the actions that it is about; debug mode asks it of all and refuses a wrong answer', () => {
    const model = counter(50, { one: up(50), five: up(50, 5) });
    const asked = new Set<string>();
    const about: StepProperty<Counter> = {
      kind: 'step',
      about: ({ name }) => name === 'five',
      witness: (_before, { name }) => name === 'five',
      holds(_before, { name }) {
        asked.add(name);
        return true;
      },
    };
    const [result] = explore(model, [about], { countWitnesses: true, code: 'generated' }).properties;
    expect(result).toMatchObject({ verdict: 'holds', witnesses: 46 });
    expect([...asked]).toEqual(['five']);
    expect(explore(model, [about], { countWitnesses: true, debug: true }).properties[0].witnesses).toBe(46);
    expect([...asked].sort()).toEqual(['five', 'one']);
    const wrong = [
      { ...about, witness: () => true },
      { ...about, holds: ({ value }: Counter) => value !== 7 },
    ];
    for (const property of wrong) {
      expect(() => explore(model, [about, property], { debug: true })).toThrow(
        'model counter, action one: step property 2 of 2 says that it is not about this action, and judges its step',
      );
    }
  });

  test('a step property is asked where a field changes that it names; debug mode refuses a wrong answer', () => {
    const model = counter(50, { one: up(50), stay: (value) => value, five: up(50, 5) });
    let asked = 0;
    const growth: StepProperty<Counter> = {
      kind: 'step',
      changes: ['value'],
      witness: ({ value }, _action, after) => after.value > value,
      holds({ value }, _action, after) {
        asked++;
        return after.value === value || after.value <= value + 5;
      },
    };
    const [result] = explore(model, [growth], { code: 'generated' }).properties;
    expect(result.verdict).toBe('holds');
    expect(asked).toBe(96);
    expect(explore(model, [growth], { debug: true }).properties[0].verdict).toBe('holds');
    expect(asked).toBeGreaterThan(2 * 96 + 50);
    const tooFar = { ...growth, holds: ({ value }: Counter, _: unknown, after: Counter) => after.value < value + 5 };
    expect(explore(model, [tooFar], { code: 'generated' }).properties[0].violation?.steps).toHaveLength(1);
    const wrong = { ...growth, holds: ({ value }: Counter, _: unknown, after: Counter) => after.value > value };
    expect(() => explore(model, [growth, wrong], { debug: true })).toThrow(
      'action stay: step property 2 of 2 says that it is not about a step that does not change this, and judges its step; correct its changes',
    );
    for (const property of [
      { ...growth, changes: ['worth'] },
      { ...below(9), ignores: ['worth'] },
    ])
      expect(() => explore(model, [property])).toThrow('no field is named worth');
  });

  test('a violation names its initial state', () => {
    const model = counter(20, { one: up(20) }, [0, 10]);
    const { violation } = explore(model, [below(12)]).properties[0];
    expect(violation).toMatchObject({ initial: 1, steps: [{ name: 'one' }, { name: 'one' }] });
  });

  test('bounds end the search clearly, and every stored state is judged', () => {
    const model = counter(0xfffff, { one: up(0xfffff) });
    const states = explore(model, [below(500), below(499)], { maxStates: 500 });
    expect(states).toMatchObject({ end: 'states', states: 500, depth: 499 });
    expect(describeEnd(states)).toBe('bound reached: 500 states');
    expect(states.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'violated']);
    const depth = explore(model, [below(30)], { maxDepth: 30 });
    expect(depth).toMatchObject({ end: 'depth', states: 31, depth: 30, properties: [{ verdict: 'violated' }] });
    const memory = explore(model, [], { maxBytes: 1_000_000 });
    expect(memory.end).toBe('memory');
    expect(memory.bytes).toBeLessThanOrEqual(1_000_000);
    expect(memory.states).toBeGreaterThan(10_000);
    expect(explore(counter(9, { one: up(9) }), [], { maxStates: 10 }).end).toBe('complete');
  });

  test('can be cancelled, by question and by signal', () => {
    const model = counter(0xfffff, { one: up(0xfffff) });
    const steps: number[] = [];
    const stopped = explore(model, [below(1e9)], {
      sliceMs: 1,
      onProgress: ({ states }) => steps.push(states),
      shouldStop: () => steps.length >= 3,
    });
    expect(stopped).toMatchObject({ end: 'cancelled', properties: [{ verdict: 'undecided' }] });
    expect(steps).toHaveLength(3);
    expect(explore(model, [], { signal: AbortSignal.abort() }).end).toBe('cancelled');
  });

  test('slices have no influence on the result', () => {
    const model = counter(5000, { one: up(5000), two: up(5000, 2) });
    const properties = [below(4000)];
    const slices = exploreInSlices(model, properties, { sliceMs: 0.01 });
    let progress = 0;
    let slice = slices.next();
    for (; !slice.done; slice = slices.next()) progress++;
    expect(progress).toBeGreaterThan(3);
    expect(slice.value).toEqual(explore(model, properties));
  });

  test('debug mode names the action that leaves the range, and the one that is enabled out of its place', () => {
    const overflowing = counter(7, { double: (value) => value * 2 + 1 });
    expect(() => explore(overflowing, [], { debug: true })).toThrow(
      'action double: field value is 15; expected an integer in 0..7',
    );
    const model = counter(3, { one: up(3) });
    const misplaced = {
      ...model,
      processes: [{ name: 'p', positions: 4, position: ({ value }: Counter) => value }],
      actions: model.actions.map((action) => ({ ...action, at: { process: 0, positions: [0, 1] } })),
    };
    expect(() => explore(misplaced, [], { debug: true })).toThrow('action one is enabled with process p at position 2');
  });
});
