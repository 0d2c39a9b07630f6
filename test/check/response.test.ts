import { describe, expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import type { ResponseProperty } from '../../src/spec/kit/model.ts';
import { counter, type Counter } from './toy.ts';

/** From 10 on, the helpful actions must bring the counter to 20. */
const answered = (within: number): ResponseProperty<Counter> => ({
  kind: 'response',
  trigger: ({ value }) => value === 10,
  helpful: ({ name }) => name.startsWith('help'),
  response: ({ value }) => value === 20,
  within,
});
const from = (low: number, high: number, to: (value: number) => number) => (value: number) =>
  value >= low && value < high ? to(value) : undefined;
const jump = from(0, 1, () => 10);
const names = (steps: readonly { name: string }[] | undefined) => steps?.map(({ name }) => name).join(' ');

describe('response properties', () => {
  test('hold within the worst number of helpful steps, and fail with one step less', () => {
    // By ones it takes 10 steps, by twos 5: the longest path counts.
    const model = counter(30, { jump, 'help.one': from(10, 20, (v) => v + 1), 'help.two': from(10, 19, (v) => v + 2) });
    const [ten, nine] = explore(model, [answered(10), answered(9)], { debug: true }).properties;
    expect(ten).toMatchObject({ verdict: 'holds', witnesses: 1 });
    expect(nine.violation?.unanswered).toEqual({ trigger: 1, reason: 'late' });
    expect(names(nine.violation?.steps)).toBe(`jump ${Array(9).fill('help.one').join(' ')}`);
  });

  test('a cycle of helpful actions is a lasso', () => {
    const model = counter(30, {
      jump,
      'help.one': from(10, 20, (v) => v + 1),
      'help.back': from(13, 14, () => 11),
    });
    const { violation } = explore(model, [answered(1000)]).properties[0];
    expect(violation?.unanswered).toEqual({ trigger: 1, reason: 'cycle', cycleTo: 2 });
    expect(names(violation?.steps)).toBe('jump help.one help.one help.one help.back');
  });

  test('a dead end of helpful actions violates, whatever the environment could do', () => {
    const model = counter(30, { jump, 'help.one': from(10, 15, (v) => v + 1), rescue: from(15, 16, () => 20) });
    const { violation } = explore(model, [answered(1000)]).properties[0];
    expect(violation?.unanswered).toEqual({ trigger: 1, reason: 'dead-end' });
    expect(violation?.steps).toHaveLength(6);
  });

  test('a helpful action that does not help here fills no path', () => {
    const model = counter(30, {
      jump,
      'help.one': from(10, 20, (v) => v + 1),
      'help.back': from(13, 14, () => 11),
    });
    const forward: ResponseProperty<Counter> = { ...answered(10), helps: (_world, { name }) => name !== 'help.back' };
    const backOnly: ResponseProperty<Counter> = {
      ...answered(10),
      helps: ({ value }, { name }) => name !== 'help.one' || value !== 12,
    };
    const results = explore(model, [forward, backOnly], { debug: true }).properties;
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'violated']);
    expect(results[1].violation?.unanswered).toEqual({ trigger: 1, reason: 'dead-end' });
  });

  test('without a trigger state there is no witness', () => {
    const model = counter(30, { 'help.one': from(0, 9, (v) => v + 1) });
    expect(explore(model, [answered(3)]).properties[0]).toMatchObject({ verdict: 'holds', witnesses: 0 });
  });

  test('helpful paths are followed beyond the bound of the search', () => {
    const model = counter(30, { jump, 'help.one': from(10, 20, (v) => v + 1) });
    const shallow = explore(model, [answered(10), answered(9)], { maxDepth: 1 });
    expect(shallow).toMatchObject({
      end: 'depth',
      states: 2,
      properties: [{ verdict: 'holds' }, { verdict: 'violated' }],
    });
    const full = explore(model, [answered(10)], { maxStates: 2 });
    expect(full).toMatchObject({ end: 'states', properties: [{ verdict: 'undecided' }] });
  });
});
