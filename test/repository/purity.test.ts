import { builtinModules } from 'node:module';
import { expect, test } from 'vitest';
import { importsOf, sourceFiles, textOf } from './files.ts';

/** These run in Node and in a browser worker, and the same seed gives the same verdict in both. */
const files = sourceFiles('src/spec/');

const isHost = (specifier: string): boolean =>
  specifier.startsWith('node:') ||
  builtinModules.includes(specifier) ||
  /^(react|react-dom|@docusaurus|@theme|@generated|@site)(\/|$)/.test(specifier);

test('the specification imports no Node API, no React and nothing of the site', () => {
  const found = files.flatMap((file) =>
    importsOf(file)
      .filter(isHost)
      .map((name) => `${file} imports ${name}`),
  );
  expect(found).toEqual([]);
});

/** How long a slice of a search takes decides when to pause, and never what is found. */
const MEASURES = 'src/spec/check/slicer.ts';

const impure: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Math.random', /\bMath\.random\b/],
  ['the clock', /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/],
  ['the process', /\bprocess\.(env|argv|cwd|hrtime|exit|std)/],
  ['the DOM', /\b(document|window|localStorage|navigator)\.\w/],
];

test.each(impure)('the specification does not use %s', (_name, pattern) => {
  const found = files
    .filter((file) => file !== MEASURES)
    .flatMap((file) =>
      codeOf(file)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
});

/** The text without comments and quoted prose, line breaks kept. */
function codeOf(file: string): string {
  const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
  return textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/(^|\s)\/\/.*/g, blank)
    .replace(/'[^'\n]*'|"[^"\n]*"/g, blank);
}
