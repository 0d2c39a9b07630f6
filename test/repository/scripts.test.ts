import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { textOf } from './files.ts';

const documents = `${textOf('README.md')}\n${textOf('CONTRIBUTING.md')}`;
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };

test('every script that the documents name exists', () => {
  const named = [...documents.matchAll(/\bnpm (?:run )?(start|test|(?<=run )[\w:-]+)/g)];
  expect(named.length).toBeGreaterThan(5);
  expect([...new Set(named.map(([, name]) => name))].filter((name) => !(name in scripts))).toEqual([]);
});

test('what the inner loop leaves out is there, and CONTRIBUTING.md says each of it', () => {
  const left = [...textOf('scripts/check.mjs').matchAll(/'(test\/[\w./-]+?)(?:\/\*\*)?'/g)].map(([, file]) => file);
  expect(left.length).toBeGreaterThan(5);
  expect(left.filter((file) => !existsSync(file))).toEqual([]);
  const contributing = textOf('CONTRIBUTING.md');
  expect(left.filter((file) => !contributing.includes(file.replace('.test.ts', '')))).toEqual([]);
});
