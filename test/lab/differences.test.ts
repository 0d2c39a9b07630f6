import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIFFERENCES, whyDifferent } from '../../src/spec/lab/differences.ts';
import { parseResults } from '../../src/spec/lab/results.ts';
import { ruleById } from '../../src/spec/rules/index.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';
import { judgeAgain } from '../../src/spec/verify/judge-counterexample.ts';
import { brokenAt } from '../../src/spec/verify/judge-scenario.ts';

const { entries, kernels } = parseResults(readFileSync('lab/results.json', 'utf8'), 'lab/results.json');
const seriesOf = (version: string): string => kernels.find((kernel) => kernel.version === version)?.name ?? '';
const open = entries.filter(({ outcome, control }) => outcome === 'not-seen' && control !== true);

test.each(open.map(({ rule, kernel }) => [rule, kernel] as const))(
  '%s, not seen on %s though the model breaks it, is explained',
  (rule, kernel) => {
    expect(whyDifferent({ rule, outcome: 'not-seen' }, seriesOf(kernel))).toBeDefined();
  },
);

test('every explanation is of a run that shows something else than the model', () => {
  const explained = DIFFERENCES.flatMap(({ kernel, rules }) => rules.map((rule) => `${rule} ${kernel}`));
  expect(explained.sort()).toEqual(open.map(({ rule, kernel }) => `${rule} ${seriesOf(kernel)}`).sort());
});

test('a control, and what was seen, need none', () => {
  expect(whyDifferent({ rule: 'LBR-DBG-1', outcome: 'not-seen', control: true }, '6.1')).toBeUndefined();
  expect(whyDifferent({ rule: 'LBR-DBG-1', outcome: 'seen' }, '6.1')).toBeUndefined();
});

const switched = DIFFERENCES.flatMap(({ kernel, rules, switches }) =>
  switches === undefined ? [] : rules.map((rule) => [rule, kernel, switches] as const),
);

test.each(switched)('with what %s of %s has, the model keeps it as well', (rule, kernel, switches) => {
  const design = kernels.find(({ name }) => name === kernel)?.design ?? '';
  const scenario = JSON.parse(readFileSync(`scenarios/counterexamples/${rule}/${design}.json`, 'utf8')) as Scenario;
  expect(breaks(rule, scenario)).toBe(true);
  expect(breaks(rule, { ...scenario, switches })).toBe(false);
});

/** Whether the steps break the rule; steps that cannot be taken to the end do not. */
function breaks(id: string, scenario: Scenario): boolean {
  const rule = ruleById(id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  if (rule.world === 'register') return judgeAgain(rule, scenario).broken;
  try {
    return brokenAt(rule, scenario) !== undefined;
  } catch (error) {
    if (error instanceof Error && error.message.includes('is not enabled here')) return false;
    throw error;
  }
}
