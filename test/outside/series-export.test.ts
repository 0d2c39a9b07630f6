import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { breachesOf } from '../../src/cli/check-patch/rules.ts';
import { readPatch } from '../../src/cli/check-patch/patch.ts';
import { series } from '../../src/cli/export/series/index.ts';
import { readPieces } from '../../src/node/pieces.ts';
import { isFor } from '../../src/spec/lab/piece.ts';
import { UsageError } from '../../src/node/usage-error.ts';
import { reviewedSeries } from './kernel.ts';
import { judge, needs, needsKernel } from './report.ts';

const signOff = 'Some Body <some.body@example.com>';

describe.each(reviewedSeries)('the patches for linux-source-%s', (version) => {
  test('checkpatch --strict accepts every piece, and they apply one after the other', async (context) => {
    needs(context, 'spatch', 'git', 'perl');
    const kernel = needsKernel(context, version);
    const pieces = readPieces('.').filter((piece) => isFor(piece, version));
    const folder = mkdtempSync(path.join(tmpdir(), 'lbr-series-'));
    try {
      const piece = pieces.map(({ name }) => name);
      const patches = await series.files(undefined, { kernel: kernel.tree, signOff, piece });
      const tree = path.join(folder, 'tree');
      for (const file of pieces.flatMap(({ files }) => files)) {
        mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
        cpSync(path.join(kernel.tree, file), path.join(tree, file));
      }
      const wrong = patches.flatMap(({ path: name, text }) => {
        const file = path.join(folder, name);
        writeFileSync(file, text);
        // A tree without history knows no commit.
        const options = ['--strict', '--no-tree', '--terse', '--no-summary', '--ignore=UNKNOWN_COMMIT_ID', file];
        const checked = spawnSync('perl', ['scripts/checkpatch.pl', ...options], {
          cwd: kernel.tree,
          encoding: 'utf8',
        });
        const applied = spawnSync('git', ['apply', file], { cwd: tree, encoding: 'utf8' });
        const patch = readPatch(text);
        const breaches = patch === undefined ? ['is not a patch'] : breachesOf(patch).map(({ message }) => message);
        return [
          ...(checked.status === 0 ? [] : [checked.stdout]),
          ...(applied.status === 0 ? [] : [`${name} does not apply: ${applied.stderr}`]),
          // A tree that is no clone has no base commit.
          ...breaches.filter((message) => !message.includes('base-commit')),
        ];
      });
      judge(context, kernel, wrong);
      expect(patches.length).toBe(pieces.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('at most six without a choice, in the order of the series', async (context) => {
    needs(context, 'spatch', 'git');
    const kernel = needsKernel(context, version);
    const patches = await series.files(undefined, { kernel: kernel.tree, signOff });
    expect(patches.length).toBe(6);
    patches.forEach(({ path: name, text }, index) => {
      expect(name.startsWith(`000${index + 1}-`)).toBe(true);
      expect(text).toContain(`[PATCH ${index + 1}/6]`);
    });
  });

  test('a piece that matches nothing is an error', async (context) => {
    needs(context, 'spatch', 'git');
    const kernel = needsKernel(context, version);
    const folder = mkdtempSync(path.join(tmpdir(), 'lbr-tree-'));
    try {
      const file = 'arch/x86/events/intel/lbr.c';
      for (const one of ['Makefile', file]) {
        mkdirSync(path.dirname(path.join(folder, one)), { recursive: true });
        cpSync(path.join(kernel.tree, one), path.join(folder, one));
      }
      mkdirSync(path.join(folder, 'arch/x86/kvm'));
      const source = readFileSync(path.join(folder, file), 'utf8');
      writeFileSync(path.join(folder, file), source.replaceAll('x86_pmu.lbr_reset();', ''));
      const exported = series.files(undefined, { kernel: folder, signOff, piece: ['reset-tos'] });
      await expect(exported).rejects.toThrow(UsageError);
      await expect(exported).rejects.toThrow('reset-tos changes nothing in');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
