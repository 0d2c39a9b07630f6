import { expect, test } from 'vitest';
import { designNamed, designs } from '../../src/spec/designs/index.ts';
import { matters } from '../../src/spec/designs/matters.ts';
import { ONE_FACT } from '../../src/spec/designs/one-fact.ts';
import { registerRules } from '../../src/spec/rules/index.ts';
import { registerSwitches, type RegisterSettings } from '../../src/spec/switches/register.ts';
import { withFlips } from '../../src/spec/switches/switch.ts';
import { judgeRegisterRule } from '../../src/spec/verify/register.ts';

const OPTIONS = { runs: 40, seed: 3 };

/** The switches of the register world that cannot matter on v7.3, each at another value. */
function otherwise(settings: RegisterSettings): RegisterSettings {
  const flips = Object.entries(registerSwitches).flatMap(([name, { values }]): [string, string][] => {
    if (matters('register', name, designNamed('v7.3')) || Object.hasOwn(ONE_FACT, name)) return [];
    const other = Object.keys(values).find((value) => value !== settings[name as keyof RegisterSettings]);
    return other === undefined ? [] : [[name, other]];
  });
  expect(flips.length).toBeGreaterThan(8);
  return withFlips(registerSwitches, settings, Object.fromEntries(flips));
}

test('a switch that is said not to matter on v7.3 changes no verdict of the register world', () => {
  const settings = otherwise(designNamed('v7.3').register);
  for (const rule of registerRules.filter(({ notApplicable }) => notApplicable?.['v7.3'] === undefined)) {
    const { verdict } = judgeRegisterRule(rule, { name: 'v7.3', settings }, OPTIONS);
    if (!rule.violatedOn.includes('v7.3')) expect([rule.id, verdict]).toEqual([rule.id, 'holds']);
  }
});

test('a fact that both worlds look at is stated by the protocol world', () => {
  for (const design of designs) {
    for (const name of Object.keys(ONE_FACT)) expect(matters('register', name, design)).toBe(false);
  }
});
