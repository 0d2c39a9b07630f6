import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rulesJson } from '../../src/spec/report/rules-json.ts';
import { contract } from './contract.ts';

const schema = JSON.parse(readFileSync('static/schema/lbr-rules-1.schema.json', 'utf8')) as object;
const validate = new Ajv({ allErrors: true }).compile(schema);
const exported = (): ReturnType<typeof rulesJson> =>
  JSON.parse(JSON.stringify(rulesJson(contract, 'https://lbr.example'))) as ReturnType<typeof rulesJson>;

test('fits its schema', () => {
  validate(exported());
  expect(validate.errors).toBeNull();
});

test('says where a rule stands, what state it is in, and how its property is shaped', () => {
  const [own, dbg] = exported().rules;
  expect(own).toMatchObject({
    id: 'LBR-OWN-1',
    chapter: 'ownership',
    state: 'stable',
    permalink: 'https://lbr.example/r/LBR-OWN-1',
    property: { kind: 'state' },
  });
  expect(dbg.property).toEqual({ kind: 'cases' });
});

test('carries every verdict, and no counterexample', () => {
  const { verdicts } = exported();
  expect(verdicts).toHaveLength(4);
  expect(verdicts.some((entry) => 'counterexample' in entry)).toBe(false);
});

test('the schema refuses what is not in it', () => {
  const { rules, ...rest } = exported();
  for (const wrong of [
    { ...rest },
    { ...rest, rules: [{ ...rules[0], id: 'OWN-1' }] },
    { ...rest, rules: [{ ...rules[0], sources: [] }] },
    { ...rest, rules, extra: 1 },
  ]) {
    expect(validate(wrong)).toBe(false);
  }
});
