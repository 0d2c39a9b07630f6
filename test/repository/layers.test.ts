import path from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, sourceFiles } from './files.ts';

/** From the bottom up; CONTRIBUTING.md shows the same list. A file may import from its own layer and those before it. */
const layers: readonly (readonly string[])[] = [
  ['src/spec/kit/'],
  // What there is to decide: the switches of both worlds. The models read them, the designs set them.
  ['src/spec/designs/switch.ts', 'src/spec/designs/switches/', 'src/spec/model/register/settings.ts'],
  ['src/spec/check/'],
  ['src/spec/model/'],
  ['src/spec/designs/'],
  ['src/spec/rules/'],
  ['src/spec/scenario/'],
  ['src/spec/trace/'],
  ['src/spec/report/verdict-file.ts'],
  ['src/spec/verify/'],
  ['src/spec/deep/'],
  ['src/spec/report/', 'src/spec/registry/'],
  ['src/index.ts', 'src/cli/'],
  // The search index is written and read by one file.
  ['plugins/', 'src/reader/search-exact.ts'],
  ['src/components/', 'src/pages/', 'src/theme/', 'src/reader/', 'src/worker/'],
];

/** The layer of a file by its longest prefix, or -1 where it has none. */
function layerOf(file: string): number {
  const lengths = layers.map((prefixes) =>
    Math.max(0, ...prefixes.filter((prefix) => file.startsWith(prefix)).map((prefix) => prefix.length)),
  );
  const longest = Math.max(...lengths);
  return longest === 0 ? -1 : lengths.indexOf(longest);
}

/** The file in the repository that an import names, or undefined for a package. */
function target(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('@site/')) return specifier.slice('@site/'.length);
  if (specifier.startsWith('@spec/')) return `src/spec/${specifier.slice('@spec/'.length)}`;
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : undefined;
}

const files = [...sourceFiles('src/'), ...sourceFiles('plugins/')];

test('every source file has a layer', () => {
  expect(files.filter((file) => layerOf(file) === -1)).toEqual([]);
});

test('imports point down only', () => {
  const upward = files.flatMap((file) =>
    importsOf(file)
      .map((specifier) => target(file, specifier))
      .filter((imported) => imported !== undefined)
      .filter((imported) => layerOf(imported) > layerOf(file))
      .map((imported) => `${file} imports ${imported}`),
  );
  expect(upward).toEqual([]);
});

test('the checker knows nothing of LBRs: it imports the kit and itself', () => {
  const others = sourceFiles('src/spec/check/').flatMap((file) =>
    importsOf(file)
      .map((specifier) => target(file, specifier))
      .filter((imported) => imported !== undefined && !/^src\/spec\/(kit|check)\//.test(imported))
      .map((imported) => `${file} imports ${imported}`),
  );
  expect(others).toEqual([]);
});
