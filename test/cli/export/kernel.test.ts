import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../run.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'lbr-tree-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function treeOf(major: number, minor: number): string {
  const tree = path.join(folder, `${major}.${minor}`);
  mkdirSync(path.join(tree, 'arch/x86/kvm'), { recursive: true });
  writeFileSync(path.join(tree, 'Makefile'), `VERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = 5\n`);
  return tree;
}

test('rst is about the newest kernel, and about another one by its design or its tree', async () => {
  expect((await run('export', 'rst')).stdout).toContain('This document describes Linux 7.3');
  const { stdout } = await run('export', 'rst', '--design', 'v6.12');
  expect(stdout).toContain('This document describes Linux 6.12.117');
  const ofTree = await run('export', 'rst', '--kernel', treeOf(6, 12));
  expect(ofTree.stdout).toBe(stdout);
  expect(ofTree.stderr).toContain('Linux 6.12.5: described as v6.12. ');
});

test('it says what was seen in a whole kernel of that version', async () => {
  const { stdout } = await run('export', 'rst');
  expect(stdout).toContain('Unmodified Linux 7.3.4');
  expect(stdout).toContain('BROKEN (s).');
  expect((await run('export', 'rst', '--design', 'v5.12')).stdout).toContain('All of this follows from the source.');
});

test('errata is an entry on the same kernels', async () => {
  const { status, stdout } = await run('export', 'errata', '--kernel', treeOf(7, 3));
  expect(status).toBe(0);
  expect(stdout).toMatch(/^LBRs\n----\n/);
  expect((await run('export', 'errata')).stdout).toBe(stdout);
});

test.each([
  [['rst', '--design', 'contract'], '--design: found "contract", expected v5.12'],
  [['rst', '--design', 'v7.3-mediated'], '--design: found "v7.3-mediated", expected v5.12, v6.2, '],
  [['rst', '--design', 'v7.3', '--kernel', '.'], 'found both --design and --kernel, expected one'],
  [['rst', '--kernel', '/nonexistent'], '/nonexistent: no kernel tree'],
  [['rst', '--full', '--design', 'v7.3'], 'rst --full does not take --design: it is about all designs'],
  [['rules', '--kernel', '.'], 'rules does not take --kernel'],
  [['errata', '--full'], 'errata does not take --full'],
])('%j is refused in one line', async (args, message) => {
  const { status, stdout, stderr } = await run('export', ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test('a tree that no design stands for is refused', async () => {
  const { status, stderr } = await run('export', 'rst', '--kernel', treeOf(5, 4));
  expect(status).toBe(2);
  expect(stderr).toContain('Linux 5.4.5: no design stands for it');
});
