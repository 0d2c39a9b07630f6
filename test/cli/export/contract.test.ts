import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { rst } from '../../../src/cli/export/rst.ts';
import { rules } from '../../../src/cli/export/rules.ts';
import { allRules } from '../../../src/spec/rules/index.ts';

test('rules.json of the real contract fits its schema, and has every rule with the kind of its property', async () => {
  const [{ text }] = await rules.files(undefined);
  const validate = new Ajv({ allErrors: true }).compile(
    JSON.parse(readFileSync('static/schema/lbr-rules-1.schema.json', 'utf8')) as object,
  );
  const exported = JSON.parse(text) as { rules: { id: string; world: string; property: { kind: string } }[] };
  validate(exported);
  expect(validate.errors).toBeNull();
  expect(exported.rules.map(({ id }) => id)).toEqual(allRules.map(({ id }) => id));
  for (const { id, world, property } of exported.rules)
    expect(property.kind === 'cases', id).toBe(world === 'register');
});

test('the document of the real contract keeps to 80 columns, but for a word that is longer', async () => {
  const [{ text }] = await rst.files(undefined, { full: true });
  const long = text.split('\n').filter((line) => line.length > 80 && !/^\s*(?:\* )?\S+$/.test(line));
  expect(long.filter((line) => !line.startsWith('LBR-') && !/^~+$/.test(line))).toEqual([]);
});
