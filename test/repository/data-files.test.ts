import { expect, test } from 'vitest';
import { repositoryFiles, textOf } from './files.ts';

const DATA = /\.(jsonl?|ya?ml|txt|gz|ftrace|ops|dmesg|mail|config|csv)$/;

/** Read by a tool that finds it by its name, or by whoever copies the project or visits the site. */
const BY_NAME = [/^[^/]+$/, /^LICENSES\//, /^static\/robots\.txt$/, /^\.github\//, /(^|\/)package\.json$/];

const code = repositoryFiles().filter((file) => /\.(ts|tsx|mts|mjs|sh|S|c|h|cc)$|^\.ci\//.test(file));
const texts = code.map(textOf);

/** A source names the file, or a folder of at least two names above it. */
function isRead(file: string): boolean {
  const parts = file.split('/');
  const name = parts[parts.length - 1];
  const folders = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
  const named = folders.filter((folder) => folder.includes('/'));
  return texts.some((text) => text.includes(name) || named.some((folder) => text.includes(folder)));
}

test('every data file is read by a script or a test', () => {
  const data = repositoryFiles().filter((file) => DATA.test(file) && !BY_NAME.some((pattern) => pattern.test(file)));
  expect(data.length).toBeGreaterThan(100);
  expect(
    data.filter((file) => !isRead(file)).map((file) => `${file}: no script and no test names it; run it, or remove it`),
  ).toEqual([]);
});
