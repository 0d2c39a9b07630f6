import { expect, test } from 'vitest';
import { registerSettings } from '../../../src/spec/designs/register/index.ts';
import { PERMITTED, registerMutants } from '../../../src/spec/designs/register/mutants.ts';
import { registerBugs } from '../../../src/spec/designs/register/bugs.ts';
import { registerSwitches } from '../../../src/spec/switches/register.ts';
import type { RegisterSettings } from '../../../src/spec/switches/register.ts';
import { registerRules } from '../../../src/spec/rules/index.ts';
import { violatesRegisterRule } from '../../../src/spec/verify/register.ts';
import { killersOf } from '../../../src/spec/verify/killers.ts';

const OPTIONS = { runs: 80, seed: 7 };

test('every mutant of the register world is named by a rule that kills it', () => {
  const named = new Set(registerRules.flatMap(({ killedBy }) => killedBy));
  expect(registerMutants.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
});

test.each(registerRules)('$id is broken by each mutant that it names', (rule) => {
  const survivors = killersOf(rule).filter(({ flips }) => {
    const settings = { ...registerSettings.contract, ...flips } as RegisterSettings;
    return !violatesRegisterRule(rule, { name: 'contract', settings }, OPTIONS);
  });
  expect(survivors.map(({ name }) => name)).toEqual([]);
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
