import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { COUNTERS, EXCLUDED_FILES } from '../../mutate/excluded.ts';
import { filesBelow } from '../../mutate/files.ts';
import { mergeParts } from '../../mutate/merge.ts';
import {
  REASONS_FILE,
  readResults,
  RESULTS_FILE,
  writeResults,
  type Entry,
  type MutationResults,
} from '../../mutate/results.ts';
import { namesOf, shuffled, sitesOf } from '../../mutate/sites.ts';
import { modelHash } from '../../src/node/model-hash.ts';
import { mutationData, survivorsOf } from '../../src/site-data/mutation.ts';

const results = readResults(RESULTS_FILE);
const reasons = JSON.parse(readFileSync(REASONS_FILE, 'utf8')) as Readonly<Record<string, string>>;
const entry = (name: string, outcome: Entry['outcome'] = 'noticed', by?: string): Entry => ({
  name,
  line: 1,
  operator: 'drop',
  outcome,
  ...(by !== undefined && { by }),
});
const run = (entries: readonly Entry[], more: Partial<MutationResults> = {}): MutationResults => ({
  format: 'lbr-mutation/1',
  commit: 'c'.repeat(40),
  date: '2026-01-01',
  hash: 'h'.repeat(64),
  seed: 1,
  changes: 9,
  entries,
  ...more,
});

test('each change that no verdict notices has a reason, and no reason is of another change', () => {
  const survivors = survivorsOf(results?.entries ?? []).map(({ name }) => name);
  expect(survivors.filter((name) => (reasons[name] ?? '').length < 20)).toEqual([]);
  expect(Object.keys(reasons).filter((name) => !survivors.includes(name))).toEqual([]);
});

test('the results are of the sample that the seed draws, from its first change on', () => {
  if (results === undefined) return;
  if (results.hash !== modelHash()) {
    console.log(`mutate/results.json of ${results.date} is of another model`);
    return;
  }
  const names = namesOf(sitesOf('.'));
  const drawn = shuffled(names.length, results.seed).map((at) => names[at]);
  expect(results.changes).toBe(names.length);
  expect(results.entries.map(({ name }) => name)).toEqual(drawn.slice(0, results.entries.length));
});

test('every file that is not changed is there, and a counter is nowhere else in the rules', () => {
  const files = filesBelow('.', 'src/spec/model').map((file) => file.replace('src/spec/model/', ''));
  expect(Object.keys(EXCLUDED_FILES).filter((file) => !files.includes(file))).toEqual([]);
  const rules = filesBelow('.', 'src/spec/rules').map((file) => readFileSync(file, 'utf8'));
  for (const counter of COUNTERS) expect(rules.filter((text) => text.includes(counter))).toEqual([]);
  const changed = sitesOf('.');
  expect(changed.filter(({ file }) => /symmetry|instance/.test(file))).toEqual([]);
  expect(changed.filter(({ before }) => COUNTERS.some((counter) => before.endsWith(`${counter} += 1;`)))).toEqual([]);
});

test('the page says that nothing was run, or the score without the changes that do nothing', () => {
  expect(mutationData(undefined, {}).run).toBeUndefined();
  expect(mutationData(run([]), {}).run).toBeUndefined();
  const entries = [
    entry('a', 'noticed', 'LBR-OWN-1 on contract: holds -> violated'),
    entry('b', 'same'),
    entry('c', 'survives'),
    entry('d', 'timed-out'),
  ];
  const { run: page } = mutationData(run(entries), { c: 'because' });
  expect(page).toMatchObject({ tried: 4, withEffect: 3, noticed: 1, byRule: [{ rule: 'LBR-OWN-1', count: 1 }] });
  expect(page?.survivors.map(({ name, reason }) => [name, reason])).toEqual([
    ['c', 'because'],
    ['d', undefined],
  ]);
  expect(page?.same.map(({ name }) => name)).toEqual(['b']);
});

test('a run that was stopped keeps what it tried after a gap, and does not count it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mutate-'));
  const file = path.join(folder, 'results.json');
  for (const stopped of [run([entry('a')], { ahead: [entry('c')] }), run([], { ahead: [entry('c')] }), run([])]) {
    writeResults(file, stopped);
    expect(readResults(file)).toEqual(stopped);
    expect(mutationData(readResults(file), {}).run?.tried).toBe(stopped.entries.length || undefined);
  }
  rmSync(folder, { recursive: true });
});

const order = ['a', 'b', 'c', 'd', 'e'];
const part = (index: number, names: readonly string[], more: Partial<MutationResults> = {}) => ({
  file: `${index}.json`,
  results: run(
    names.map((name) => entry(name)),
    { shard: { index, of: 2 }, ...more },
  ),
});

test('merge puts the parts together in the order in which the changes were drawn', () => {
  const merged = mergeParts([part(2, ['b', 'd']), part(1, ['a', 'c', 'e'])], order);
  expect(merged.entries.map(({ name }) => name)).toEqual(order);
  expect(merged).not.toHaveProperty('shard');
});

test.each([
  ['found no results', []],
  ['shard 2/2 is missing', [part(1, ['a', 'c'])]],
  ['shard 2/2 has no result for change 4, "d"', [part(1, ['a', 'c', 'e']), part(2, ['b'])]],
  ['shard 1/2 is there twice', [part(1, ['a']), part(1, ['a'])]],
  ['2.json: commit other, but 1.json has ccc', [part(1, ['a']), part(2, ['b'], { commit: 'other' })]],
  ['2.json: hash other, but', [part(1, ['a']), part(2, ['b'], { hash: 'other' })]],
  ['2.json: seed 2, but', [part(1, ['a']), part(2, ['b'], { seed: 2 })]],
  ['2.json: a shard of 3, but', [part(1, ['a']), part(2, ['b'], { shard: { index: 2, of: 3 } })]],
  ['shard 2/2: change 2 is "x", expected "b"', [part(1, ['a']), part(2, ['x'])]],
])('merge refuses: %s', (message, parts) => {
  expect(() => mergeParts(parts, order)).toThrow(message);
});
