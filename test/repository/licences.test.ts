import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from './files.ts';

const files = repositoryFiles();

interface Annotation {
  readonly paths: readonly string[];
  readonly licence: string;
}

/** The entries of REUSE.toml, in order: a path, or a list of them, and a licence each. */
function annotations(): Annotation[] {
  const [, ...entries] = readFileSync('REUSE.toml', 'utf8').split('[[annotations]]');
  return entries.map((entry) => {
    const value = /^path = (.*)$/m.exec(entry)?.[1] ?? '';
    return {
      paths: [...value.matchAll(/"([^"]+)"/g)].map(([, path]) => path),
      licence: /^SPDX-License-Identifier = "([^"]+)"$/m.exec(entry)?.[1] ?? '',
    };
  });
}

const entries = annotations();

/** `**` is everything below; no other pattern is used. */
const covers = (pattern: string, file: string): boolean =>
  pattern.endsWith('**') ? file.startsWith(pattern.slice(0, -2)) : pattern === file;

const licenceOf = (file: string): string | undefined =>
  entries.findLast(({ paths }) => paths.some((pattern) => covers(pattern, file)))?.licence;

test('every file has a licence, and its text is there', () => {
  expect(files.filter((file) => !existsSync(`LICENSES/${licenceOf(file)}.txt`))).toEqual([]);
});

test('every text in LICENSES is the licence of some file', () => {
  const used = new Set(files.map(licenceOf));
  expect(readdirSync('LICENSES').filter((name) => !used.has(name.replace(/\.txt$/, '')))).toEqual([]);
  expect(readFileSync('LICENSES/Apache-2.0.txt', 'utf8')).toBe(readFileSync('LICENSE', 'utf8'));
});

test('every entry covers a file', () => {
  const patterns = entries.flatMap(({ paths }) => paths);
  expect(patterns.filter((pattern) => !files.some((file) => covers(pattern, file)))).toEqual([]);
});

test('what is meant for a kernel tree is GPL-2.0-only, and says so itself where it can', () => {
  for (const file of files.filter((name) => /^(?:series|selftest)\//.test(name))) {
    expect(licenceOf(file), file).toBe('GPL-2.0-only');
    if (/\.(?:cocci|[ch])$/.test(file))
      expect(readFileSync(file, 'utf8').split('\n')[0], file).toContain(' GPL-2.0-only');
  }
  expect(licenceOf('src/index.ts')).toBe('Apache-2.0');
});

test('a file that names its licence in its first line names the one that it has', () => {
  for (const file of files.filter((name) => /\.(?:ts|tsx|mjs|c|h|cc|cocci|sh)$/.test(name))) {
    const own = /SPDX-License-Identifier: (\S+)/.exec(readFileSync(file, 'utf8').split('\n')[0])?.[1];
    if (own !== undefined) expect(own, file).toBe(licenceOf(file));
  }
});
