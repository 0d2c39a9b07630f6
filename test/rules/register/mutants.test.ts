import { expect, test } from 'vitest';
import { registerSettings } from '../../../src/spec/designs/register/index.ts';
import { PERMITTED, registerMutants } from '../../../src/spec/designs/register/mutants.ts';
import { registerBugs } from '../../../src/spec/designs/register/bugs.ts';
import { registerSwitches } from '../../../src/spec/switches/register.ts';
import type { RegisterSettings } from '../../../src/spec/switches/register.ts';
import { registerRules } from '../../../src/spec/rules/index.ts';
import { violatesRegisterRule } from '../../../src/spec/verify/register.ts';
import { killers } from './killers.ts';

const OPTIONS = { runs: 80, seed: 7 };

test('killers.ts names every mutant and every register rule, and no other', () => {
  expect(Object.keys(killers).toSorted()).toEqual(registerMutants.map(({ name }) => name).toSorted());
  const rules = registerRules.map(({ id }) => id as string);
  expect([...new Set(Object.values(killers).flat())].toSorted()).toEqual(rules.toSorted());
});

test.each(registerMutants)('$name is noticed', ({ name, flips }) => {
  const settings = { ...registerSettings.contract, ...flips } as RegisterSettings;
  expect(killers[name].length).toBeGreaterThan(0);
  for (const id of killers[name]) {
    const rule = registerRules.find((one) => one.id === id);
    expect(rule && violatesRegisterRule(rule, { name: 'contract', settings }, OPTIONS), id).toBe(true);
  }
});

test('every flip is of a switch that exists, to a value that it has', () => {
  for (const flips of [
    ...registerMutants.map((mutant) => mutant.flips),
    ...PERMITTED.map((text) => Object.fromEntries([text.split('=')])),
  ]) {
    for (const [name, value] of Object.entries(flips)) {
      const found = Object.entries(registerSwitches).find(([known]) => known === name)?.[1];
      expect(Object.keys(found?.values ?? {}), name).toContain(value);
    }
  }
});

test('every bug that a mutant names has a title and a year', () => {
  const named = registerMutants.flatMap(({ bug }) => (bug === undefined ? [] : [bug]));
  expect(named.toSorted()).toEqual(Object.keys(registerBugs).toSorted());
});
