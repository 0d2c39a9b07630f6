import { appendFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { modelHash } from '../../src/node/model-hash.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'lbr-hash-'));
  folders.push(root);
  cpSync('src/spec', path.join(root, 'src/spec'), { recursive: true });
});

const edit = (file: string, change: (text: string) => string): void => {
  const full = path.join(root, 'src/spec', file);
  const before = readFileSync(full, 'utf8');
  const after = change(before);
  expect(after, `${file} is changed`).not.toBe(before);
  writeFileSync(full, after);
};

test('comments and layout make no difference', () => {
  appendFileSync(path.join(root, 'src/spec/check/explore.ts'), '\n// A comment.\n/** Another. */\n');
  edit('check/random.ts', (text) => text.replaceAll('\n', '\n\n').replaceAll(';', ' ;'));
  expect(modelHash(root)).toBe(modelHash());
});

test('the place of a file makes no difference, and code that no verdict needs makes none', () => {
  renameSync(path.join(root, 'src/spec/check/random.ts'), path.join(root, 'src/spec/check/chance.ts'));
  for (const file of ['walk.ts', 'choose.ts', 'head-start.ts']) {
    const full = path.join(root, 'src/spec/check', file);
    writeFileSync(full, readFileSync(full, 'utf8').replaceAll('./random.ts', './chance.ts'));
  }
  edit('trace/window.ts', (text) => `${text}\nexport const unused = 1;\n`);
  expect(modelHash(root)).toBe(modelHash());
});

test.each([
  ['model/protocol/vmx.ts', (text: string) => text.replace('===', '!==')],
  ['check/search.ts', (text: string) => text.replace('BATCH = 256', 'BATCH = 255')],
  ['rules/reset.ts', (text: string) => text.replace("'LBR-RST-1'", "'LBR-RST-9'")],
])('a change of code in %s is another model', (file, change) => {
  edit(file, change);
  expect(modelHash(root)).not.toBe(modelHash());
});
