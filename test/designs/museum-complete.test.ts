import { expect, test } from 'vitest';
import { museum, notExpressed } from '../../src/spec/designs/museum/index.ts';

const range = (letter: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${letter}${String(from + i).padStart(2, '0')}`);

/** The numbers of the record that was searched, without those that it does not have and those about AMD only. */
const record = [...range('B', 1, 28), 'B42', ...range('P', 1, 29), ...range('U', 1, 15), ...range('A', 1, 8)].filter(
  (bug) =>
    !['B02', 'B08', 'B21', 'B25', 'P03', 'P25', ...range('U', 5, 7), 'U10', 'U11', 'U13', 'A02', 'A05'].includes(bug),
);
const shown = museum.map(({ bug }) => bug);

test('every bug of the record is in the museum, or there is a reason why not', () => {
  expect(record.filter((bug) => !shown.includes(bug) && notExpressed[bug] === undefined)).toEqual([]);
});

test('each bug is there once, brought back in one world at least', () => {
  expect(new Set(shown).size).toBe(shown.length);
  expect(museum.filter(({ protocol, register }) => protocol === undefined && register === undefined)).toEqual([]);
});

test('no bug is in the museum and not expressible', () => {
  expect(shown.filter((bug) => notExpressed[bug] !== undefined)).toEqual([]);
});

test('each bug of the museum says what went wrong in two sentences or three', () => {
  const texts = museum.map(({ text }) => text);
  expect(texts.filter((text) => ![2, 3].includes(text.match(/\.(?= |$)/g)?.length ?? 0))).toEqual([]);
});
