import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importedFiles, repositoryFiles, textOf } from './files.ts';

/** The lines of the list in CONTRIBUTING.md from the bottom up, each as the folders and files that it names. */
const layers: readonly (readonly string[])[] = (
  /## Where things are\n[\s\S]*?\n\n((?: {4}.*\n)+)/.exec(textOf('CONTRIBUTING.md'))?.[1] ?? ''
)
  .split('\n')
  .filter((line) => /^ {4}\S/.test(line))
  .map((line) => line.trim().split(/ {2,}/)[0].split(', '))
  .reverse();

const layerOf = (file: string): number =>
  layers.findIndex((names) => names.some((name) => (name.endsWith('/') ? file.startsWith(name) : file === name)));

/** Sources that are part of a program; configurations of tools at the root and Node's entry in bin/ are not. */
const files = repositoryFiles().filter((file) => /^(?!bin\/).+\/.+\.(ts|tsx|mts|mjs)$/.test(file));

test('CONTRIBUTING.md lists what there is', () => {
  expect(layers.length).toBeGreaterThan(15);
  expect(layers.flat().filter((name) => !existsSync(name))).toEqual([]);
  const unlisted = files.filter((file) => layerOf(file) === -1);
  expect(
    unlisted.map((file) => `${file}: the list in CONTRIBUTING.md, "Where things are", has no folder for it`),
  ).toEqual([]);
});

test('imports point down only', () => {
  const upward = files.flatMap((file) =>
    importedFiles(file)
      .filter((imported) => layerOf(imported) > layerOf(file))
      .map((imported) => `${file} imports ${imported}, which CONTRIBUTING.md lists above it`),
  );
  expect(upward).toEqual([]);
});

test('the checker knows nothing of LBRs: it imports the kit and itself', () => {
  const others = files
    .filter((file) => file.startsWith('src/spec/check/'))
    .flatMap((file) =>
      importedFiles(file)
        .filter((imported) => !/^src\/spec\/(kit|check)\//.test(imported))
        .map((imported) => `${file} imports ${imported}`),
    );
  expect(others).toEqual([]);
});
