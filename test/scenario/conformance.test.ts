import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { designNames } from '../../src/spec/designs/index.ts';
import { ruleById } from '../../src/spec/rules/index.ts';
import { conformanceCases, conformanceTable, inexpressible, scenarioOf } from '../../src/spec/scenario/conformance.ts';

const FOLDER = 'scenarios/conformance';

test('each case is a file of its name; if not, run node scripts/conformance.mjs', () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual(conformanceCases.map(({ id }) => `${id}.json`).toSorted());
  for (const one of conformanceCases) {
    expect(JSON.parse(readFileSync(`${FOLDER}/${one.id}.json`, 'utf8')), one.id).toEqual(
      JSON.parse(JSON.stringify(scenarioOf(one, 'contract'))),
    );
  }
});

test.each(conformanceTable().map((row) => [row.case.id, row] as const))('%s', (_id, { case: one, outcomes }) => {
  const differing = designNames.filter((design) => outcomes[design].kind === 'differs');
  const declared = one.disagreements.flatMap(({ designs }) => designs);
  expect(differing.toSorted(), 'designs that differ, and for which the case says who is right').toEqual(
    declared.toSorted(),
  );
  // A case that skips everywhere would test nothing.
  expect(designNames.some((design) => outcomes[design].kind !== 'skips')).toBe(true);
});

test('the contract differs from a case only where the design is right, or both are', () => {
  const wrong = conformanceTable().filter(
    ({ outcomes: { contract } }) => contract.kind === 'differs' && contract.disagreement?.right === 'the case',
  );
  expect(wrong.map((row) => row.case.id)).toEqual([]);
});

test('cases name rules that exist, and every ID is used once', () => {
  const rules = conformanceCases.flatMap((one) => one.rules);
  expect(rules.filter((id) => ruleById(id) === undefined)).toEqual([]);
  const ids = [...conformanceCases.map(({ id }) => id), ...Object.keys(inexpressible)];
  expect(new Set(ids).size).toBe(ids.length);
});
