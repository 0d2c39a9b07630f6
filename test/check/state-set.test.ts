import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { StateSet } from '../../src/spec/check/state-set.ts';

test('members come in their order, from any place on', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(70_000)), fc.nat(70_100), (members, from) => {
      const set = new StateSet();
      for (const member of members) set.add(member);
      const found: number[] = [];
      for (let state = set.next(from); state >= 0; state = set.next(state + 1)) found.push(state);
      expect(found).toEqual(members.filter((member) => member >= from).sort((a, b) => a - b));
    }),
  );
});

test('word borders', () => {
  const set = new StateSet();
  expect(set.next(0)).toBe(-1);
  for (const state of [0, 31, 32, 63, 32_767, 32_768]) set.add(state);
  expect([0, 1, 31, 32, 33, 63, 64, 32_768, 32_769].map((from) => set.next(from))).toEqual([
    0, 31, 31, 32, 63, 63, 32_767, 32_768, -1,
  ]);
});
