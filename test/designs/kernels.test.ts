import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kernelRangeOf, kernelRanges, rangeText } from '../../src/spec/designs/kernels.ts';
import { designNames } from '../../src/spec/designs/index.ts';

const page = readFileSync(new URL('../../docs/kernels.mdx', import.meta.url), 'utf8');

type Version = (typeof kernelRanges)[number]['to'];

/** The version with which the next range begins: the next patch level, or the next minor version from .0 on. */
const after = ([major, minor, patch]: Version): number[] =>
  patch === undefined ? [major, minor + 1, 0] : [major, minor, patch + 1];
const first = ([major, minor, patch = 0]: Version): number[] => [major, minor, patch];

test('the ranges follow each other without a gap within a major version, and name designs', () => {
  kernelRanges.forEach(({ from, to, design }, i) => {
    const next = kernelRanges[i + 1];
    if (next !== undefined && next.from[0] === to[0]) expect(first(next.from)).toEqual(after(to));
    if (next !== undefined) expect(next.from[0] - to[0]).toBeLessThanOrEqual(1);
    expect(from[0]).toBeLessThanOrEqual(to[0]);
    if (design !== undefined) expect(designNames).toContain(design);
  });
});

test.each([
  ['v6.1', 'v6.2'],
  ['6.12.0', 'v6.12.0'],
  ['6.12.1', 'v6.12'],
  ['6.12', 'v6.12'],
  ['6.12.117', 'v6.12'],
  ['6.14-rc3', 'v6.12'],
  ['5.15.85', 'v5.12'],
  ['7.3', 'v7.3'],
  ['4.19', undefined],
])('%s is in the range of %s', (version, design) => {
  expect(kernelRangeOf(version)).toBeDefined();
  expect(kernelRangeOf(version)?.design).toBe(design);
});

test.each(['9.9', 'linux', '6', ''])('"%s" is in none', (version) => {
  expect(kernelRangeOf(version)).toBeUndefined();
});

test('the page has every range, with its design and what differs', () => {
  const rows = page.split('\n').filter((line) => /^\| [\d.]/.test(line));
  expect(rows.map((row) => row.split('|').map((cell) => cell.trim()))).toEqual(
    kernelRanges.map((range) => [
      '',
      rangeText(range),
      range.design === undefined ? 'none' : `\`${range.design}\``,
      range.differs,
      range.read,
      '',
    ]),
  );
});
