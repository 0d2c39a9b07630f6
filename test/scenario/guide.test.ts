import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { instanceFields } from '../../src/spec/scenario/instance-fields.ts';
import { registerOps } from '../../src/spec/scenario/ops/index.ts';

test('the guide names every step that there is, and no other', () => {
  const page = readFileSync('docs/guide/ask-a-question.mdx', 'utf8').split('## The steps')[1];
  const rows = page.match(/^\| (VMM|guest|host) .*$/gm) ?? [];
  const named = rows.join().match(/\b(vmm|guest|host|cpu)\.[a-z_0-9]+/g) ?? [];
  expect(named.toSorted()).toEqual(Object.keys(registerOps).toSorted());
});

test('the guide has every field of an instance, with what the schema says of it', () => {
  const page = readFileSync('docs/guide/ask-a-question.mdx', 'utf8');
  const rows = Object.entries(instanceFields).map(([name, { about }]) => `| \`${name}\` | ${about} |`);
  expect(rows.filter((row) => !page.includes(row))).toEqual([]);
});
