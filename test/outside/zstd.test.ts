import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { generate } from '../../bench/trace/generate.ts';
import { checkFile } from '../../src/cli/trace/check-file.ts';
import { needs } from './report.ts';

test('what the zstd program has packed gives the same report', async (context) => {
  needs(context, 'zstd');
  const folder = mkdtempSync(path.join(tmpdir(), 'lbr-zstd-'));
  try {
    const plain = path.join(folder, 'plain.txt');
    generate(plain, 3_000_000);
    expect(spawnSync('zstd', ['-q', plain, '-o', `${plain}.zst`]).status).toBe(0);
    expect({ ...(await checkFile(`${plain}.zst`)), input: '' }).toEqual({ ...(await checkFile(plain)), input: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
