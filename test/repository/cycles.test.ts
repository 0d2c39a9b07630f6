import { expect, test } from 'vitest';
import { cyclesOf } from './cycles.ts';
import { importedFiles, repositoryFiles } from './files.ts';

test('no two files import each other, directly or by others, types included', () => {
  const files = repositoryFiles().filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file));
  const cycles = cyclesOf(new Map(files.map((file) => [file, importedFiles(file)])));
  expect(cycles.map((cycle) => cycle.join(' -> '))).toEqual([]);
});

test('finds a cycle of two and one of three, and what only leads to one is in none', () => {
  const imports = { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['e'], e: ['c', 'f'], f: [], g: ['a'], h: ['h'] };
  const cycles = cyclesOf(new Map(Object.entries(imports)));
  expect(cycles).toEqual([
    ['a', 'b', 'a'],
    ['c', 'd', 'e', 'c'],
    ['h', 'h'],
  ]);
});
