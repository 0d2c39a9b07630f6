import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPieces } from '../../src/node/pieces.ts';
import { isFor } from '../../src/spec/lab/piece.ts';
import { judge, needs, needsKernel } from './report.ts';
import { reviewedSeries } from './kernel.ts';

const PIECES = readPieces('.');

test('each folder is a piece that is tried', () => {
  const folders = readdirSync('series', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(PIECES.map(({ name }) => name).toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
});

describe.each(reviewedSeries)('linux-source-%s', (series) => {
  test('every piece changes each file that it names', (context) => {
    needs(context, 'spatch');
    const kernel = needsKernel(context, series);
    // A piece that matches nothing ends with status 0, so the diff is asked for.
    const wrong = PIECES.filter((piece) => isFor(piece, series)).flatMap(({ name, files }) => {
      return files.flatMap((file) => {
        const patch = `series/${name}/change.cocci`;
        const { stdout } = spawnSync('spatch', ['--very-quiet', '--sp-file', patch, path.join(kernel.tree, file)], {
          encoding: 'utf8',
        });
        return /^\+[^+]/m.test(stdout) ? [] : [`${name} changes nothing in ${file}`];
      });
    });
    judge(context, kernel, wrong);
  });
});
