import { expect, test } from 'vitest';
import { contract } from '../../../src/spec/designs/contract.ts';
import { registerMutants } from '../../../src/spec/designs/mutants.ts';
import { PERMITTED } from '../../../src/spec/designs/permitted.ts';
import { registerSwitches } from '../../../src/spec/switches/register.ts';
import { reasonAgainst } from '../../../src/spec/kit/exemption.ts';
import { withFlips } from '../../../src/spec/switches/switch.ts';
import { registerRules } from '../../../src/spec/rules/index.ts';
import { violatesRegisterRule } from '../../../src/spec/verify/register.ts';
import { killersOf } from '../../../src/spec/verify/killers.ts';

const PERMITTED_FILE = 'src/spec/designs/permitted.ts';
const OPTIONS = { runs: 80, seed: 7 };

test('every mutant of the register world is named by a rule that kills it', () => {
  const named = new Set(registerRules.flatMap(({ killedBy }) => killedBy));
  const unnamed = registerMutants.filter(({ name }) => !named.has(name));
  expect(
    unnamed.map(
      ({ name }) =>
        `${name}: no rule has it in killedBy; write a rule that it breaks, or permit it in ${PERMITTED_FILE}`,
    ),
  ).toEqual([]);
});

test.each(registerRules)('$id is broken by each mutant that it names', (rule) => {
  const survivors = killersOf(rule).filter(({ flips }) => {
    const settings = withFlips(registerSwitches, contract.register, flips);
    return !violatesRegisterRule(rule, { name: 'contract', settings }, OPTIONS);
  });
  expect(survivors.map(({ name }) => name)).toEqual([]);
});

test('every flip is of a switch that exists, to a value that it has', () => {
  for (const { flips } of registerMutants) {
    for (const [name, value] of Object.entries(flips)) {
      const found = Object.entries(registerSwitches).find(([known]) => known === name)?.[1];
      expect(Object.keys(found?.values ?? {}), name).toContain(value);
    }
  }
});

test.each(Object.keys(PERMITTED.register))('%s is permitted: no rule that applies then notices', (flip) => {
  const settings = withFlips(registerSwitches, contract.register, Object.fromEntries([flip.split('=')]));
  const half = { settings, changes: {}, base: 'contract' };
  const applying = registerRules.filter(({ exempt }) => reasonAgainst(exempt, half) === undefined);
  const noticed = applying.filter((rule) => violatesRegisterRule(rule, { name: 'contract', settings }, OPTIONS));
  expect(noticed.map(({ id }) => id)).toEqual([]);
});
