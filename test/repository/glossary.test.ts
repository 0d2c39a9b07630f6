import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceFiles, textOf } from './files.ts';

const PAGE = 'docs/maintainers/glossary.md';
const rows = [...textOf(PAGE).matchAll(/^\| ([a-z ]+?) +\| (.*?) +\| (.*?) +\|$/gm)].map(
  ([, word, meaning, where]) => ({
    word,
    meaning,
    where: /`([^`]+)`/.exec(where)?.[1],
  }),
);

test('each word stands in the glossary once, with one meaning', () => {
  expect(rows.length).toBeGreaterThan(20);
  const words = rows.map(({ word }) => word);
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
});

test('each word is defined where the glossary says', () => {
  const missing = rows.flatMap(({ word, where }) =>
    where === undefined || existsSync(where) ? [] : [`${word}: ${PAGE} says ${where}, which does not exist`],
  );
  expect(missing).toEqual([]);
});

test('a word that had two meanings has one type of its name', () => {
  const types = ['Judge', 'Finding', 'Outcome', 'Evidence', 'View', 'Kernel', 'Machine', 'Settings'];
  const defined = types.map((type) => {
    const pattern = new RegExp(`^(?:export )?(?:interface|type|class|abstract class) ${type}\\b`, 'm');
    return [type, sourceFiles('src/spec/').filter((file) => pattern.test(textOf(file)))] as const;
  });
  expect(defined.filter(([, files]) => files.length > 1)).toEqual([]);
});
