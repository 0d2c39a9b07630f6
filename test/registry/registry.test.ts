import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lostFrom } from '../../src/spec/registry/append-only.ts';
import { checkRegistry } from '../../src/spec/registry/check.ts';
import type { Registry } from '../../src/spec/registry/types.ts';
import { allRules } from '../../src/spec/rules/index.ts';
import { sha256 } from './fixture.ts';

const FILE = 'registry/rules.json';
const registry = JSON.parse(readFileSync(FILE, 'utf8')) as Registry;

test('every rule is registered as it is, and no ID is lost or reused', () => {
  expect(checkRegistry(registry, allRules, sha256)).toEqual([]);
});

test('no two rules have one title', () => {
  const titles = allRules.map(({ title }) => title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

const git = (...args: string[]): string => spawnSync('git', args, { encoding: 'utf8' }).stdout;
const commits = git('log', '--format=%H', '--', FILE).split('\n').filter(Boolean);

test.skipIf(commits.length === 0)('the registry only grew since it was first checked in', () => {
  for (const commit of commits) {
    const before = JSON.parse(git('show', `${commit}:${FILE}`)) as Registry;
    expect(lostFrom(before, registry), commit).toEqual([]);
  }
});
