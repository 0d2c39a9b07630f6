import { expect, test } from 'vitest';
import { mergeResults, parseResults, STAMPS, staleStamps, type LabResults } from '../../src/spec/lab/results.ts';
import { tableText } from '../../src/spec/lab/table.ts';

const part = (shard: string, rule: string, change: Partial<LabResults> = {}): LabResults => ({
  format: 'lbr-lab/1',
  model: 'a'.repeat(64),
  agent: 'b'.repeat(16),
  cpu: 'c'.repeat(16),
  judge: 'f'.repeat(16),
  date: '2026-11-28',
  kernels: [{ name: '6.12', design: 'v6.12', version: '6.12.117', image: 'd'.repeat(64) }],
  shard,
  entries: [
    { rule, design: 'v6.12', kernel: '6.12.117', cpu: 'skylake', cpus: 1, outcome: 'seen', what: 'It is seen.' },
  ],
  ...change,
});

test('parts are joined in the order of the rules', () => {
  const { entries, shard } = mergeResults([part('2/2', 'LBR-ISO-10'), part('1/2', 'LBR-ISO-2')]);
  expect(entries.map(({ rule }) => rule)).toEqual(['LBR-ISO-2', 'LBR-ISO-10']);
  expect(shard).toBeUndefined();
});

test.each([
  [[], 'found no part'],
  [[part('1/2', 'LBR-ISO-1')], 'part 2/2 is missing'],
  [[part('1/2', 'LBR-ISO-1'), part('1/2', 'LBR-ISO-1')], 'part 1/2 is there twice'],
  [[part('1/2', 'LBR-ISO-1'), part('2/3', 'LBR-ISO-1')], 'expected parts of 2'],
  [[part('1/2', 'LBR-ISO-1'), part('2/2', 'LBR-ISO-1', { model: 'e'.repeat(64) })], 'has model e'],
  [[part('1/2', 'LBR-ISO-1'), part('2/2', 'LBR-ISO-1', { kernels: [] })], 'is of other kernels'],
])('parts that do not fit are refused: %#', (parts, message) => {
  expect(() => mergeResults(parts)).toThrow(message);
});

test('the table says what was seen on which kernel', () => {
  expect(tableText(part('1/1', 'LBR-ISO-1'))).toContain('LBR-ISO-1  seen');
  expect(tableText(part('1/1', 'LBR-ISO-1'))).toContain('1 rules seen violated');
});

test('a file that is not of the lab is refused with its name', () => {
  expect(() => parseResults('{}', 'x.json')).toThrow('x.json: found format undefined');
});

test.each(STAMPS)('results are stale where the hash of the %s has changed', (field) => {
  const results = part('1/1', 'LBR-ISO-1');
  expect(staleStamps(results, results)).toEqual([]);
  expect(staleStamps(results, { ...results, [field]: '0' })).toEqual([field]);
});

test('results of kernels built from source are stale where the pieces have changed', () => {
  const today = part('1/1', 'LBR-ISO-1');
  expect(staleStamps({ series: 'a' }, { ...today, series: 'a' })).toEqual([]);
  expect(staleStamps({ series: 'a' }, { ...today, series: 'b' })).toEqual(['series']);
});
