import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles, textOf } from './files.ts';

const readme = textOf('README.md');
const contributing = textOf('CONTRIBUTING.md');

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const { dependencies = {}, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Package;

test('CONTRIBUTING.md gives a reason for each dependency, and for no other', () => {
  const rows = [...contributing.matchAll(/^\| (@?[a-z][\w@/.-]*) \| (.*) \|$/gm)];
  const explained = rows.filter(([, name, why]) => name !== 'dependency' && why.trim() !== '').map(([, name]) => name);
  expect(explained.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
});

test('README.md names the two commands, and .ci/run runs the second', () => {
  expect(readme).toContain('npm ci && npm start');
  expect(readme).toContain('npm ci && npm test');
  expect(textOf('.ci/run')).toMatch(/^npm ci .*&& \.ci\/poor-machine npm test\b/m);
});

test('every relative link and image of the documents leads to a file', () => {
  for (const [, target] of `${readme}\n${contributing}`.matchAll(/\]\(((?!https?:)[^)]+)\)/g)) {
    expect(existsSync(target), target).toBe(true);
  }
});

test('no table of a page aligns a column: MDX writes that as an inline style, which the policy of the site refuses', () => {
  const pages = repositoryFiles().filter((file) => /^(?:docs|src\/pages)\/.*\.mdx?$/.test(file));
  expect(pages.length).toBeGreaterThan(20);
  expect(pages.filter((file) => /^\|.*-:|^\|.*:-+ *\|/m.test(textOf(file)))).toEqual([]);
});
