import { describe, expect, test } from 'vitest';
import {
  commonModel,
  commonProperties,
  commonSizes,
  commonStates,
  guestReadsOnlyItsOwn,
} from '../../bench/common/model.ts';
import { countByTwin } from '../../bench/common/twin.ts';
import { explore } from '../../src/spec/check/index.ts';

describe.each(['K1', 'K2', 'K3'] as const)('common model %s', (size) => {
  test('has exactly the states that other engines count, and no violation', () => {
    const result = explore(commonModel(commonSizes[size]), commonProperties, { debug: true });
    expect(result.end).toBe('complete');
    expect(result.states).toBe(commonStates[size]);
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
    expect(result.properties.every(({ witnesses }) => witnesses > 0)).toBe(true);
  });

  test('leaks a host record in 19 steps where DEBUGCTL is snapshotted with IRQs on', () => {
    const result = explore(commonModel(commonSizes[size], true), commonProperties, { debug: true });
    expect(result.properties.map(({ violation }) => violation?.steps.length)).toEqual([9, 19, 18]);
  });

  test('closures find the same as generated code', () => {
    const [generated, closures] = (['generated', 'closures'] as const).map((code) =>
      explore(commonModel(commonSizes[size], true), commonProperties, {
        code,
        maxStates: 20_000,
        countWitnesses: true,
      }),
    );
    const told = ({ properties, ...rest }: typeof generated) => ({
      ...rest,
      properties: properties.map(({ verdict, witnesses, violation }) => ({
        verdict,
        witnesses,
        steps: violation?.steps.map(({ name, args }) => ({ name, args })),
      })),
    });
    expect(told(closures)).toEqual(told(generated));
  });
});

test.each(['K1', 'K2'] as const)(
  'the immutable twin of %s counts the same states and the same shortest leak',
  (size) => {
    expect(countByTwin(commonSizes[size], false)).toEqual({ states: commonStates[size], leak: undefined });
    const { states, properties } = explore(commonModel(commonSizes[size], true), [guestReadsOnlyItsOwn]);
    expect(countByTwin(commonSizes[size], true)).toEqual({ states, leak: properties[0].violation?.steps.length });
  },
);
