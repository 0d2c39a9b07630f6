import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allRules, isProtocolRule, ruleById } from '../../src/spec/rules/index.ts';
import { differences, replayCompared } from '../../src/spec/scenario/compared.ts';
import { replayRegister } from '../../src/spec/scenario/replay-register.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';
import { judgeAgain } from '../../src/spec/verify/judge-counterexample.ts';
import { brokenAt } from '../../src/spec/verify/judge-scenario.ts';

const folder = 'scenarios/counterexamples';
const files = readdirSync(folder).flatMap((rule) => readdirSync(`${folder}/${rule}`).map((name) => `${rule}/${name}`));
const read = (name: string): Scenario => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Scenario;

test('every declared violation has a counterexample, and no counterexample is left over', () => {
  const declared = allRules.flatMap((rule) => rule.violatedOn.map((design) => `${rule.id}/${design}.json`));
  expect([...files].sort()).toEqual([...declared].sort());
});

describe.each(files)('%s', (name) => {
  const scenario = read(name);
  const rule = ruleById(scenario.violates ?? '');

  test('breaks its rule, by its last step and not before', () => {
    if (rule === undefined) throw new Error(`${name} names no rule`);
    if (!isProtocolRule(rule)) {
      const { broken, document } = judgeAgain(rule, scenario);
      expect(broken, `${name} keeps its rule; verify --save-counterexamples ${folder} writes today's`).toBe(true);
      expect(scenario).toEqual(document);
      expect(replayRegister(scenario)).toHaveLength(scenario.steps.length);
      expect(differences(scenario.steps, replayRegister(scenario), replayCompared(scenario))).toHaveLength(
        scenario.compared?.length ?? 0,
      );
      return;
    }
    const broken = brokenAt(rule, scenario);
    expect(broken).toBeDefined();
    if (!isResponse(scenario)) expect(broken).toBe(scenario.steps.length - 1);
  });
});

/** A response is broken by a whole tail of steps. */
function isResponse(scenario: Scenario): boolean {
  return scenario.violates?.startsWith('LBR-LIV-') ?? false;
}
