import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { generate } from '../../bench/trace/generate.ts';
import { checkFile } from '../../src/cli/trace/check-file.ts';
import { readFileSync } from 'node:fs';

const folder = mkdtempSync(path.join(tmpdir(), 'open-trace-'));
const plain = path.join(folder, 'plain.txt');
let lines = 0;

beforeAll(() => {
  lines = generate(plain, 3_000_000);
});

test('a file of several chunks is read to its end', async () => {
  const report = await checkFile(plain);
  expect(report.summary).toMatchObject({ lines, notUnderstood: 0, cpus: 4 });
  expect(report.violations).toEqual([]);
});

test('gzip gives the same report, also of several members', async () => {
  const text = readFileSync(plain);
  const half = text.indexOf(10, text.length / 2) + 1;
  const file = path.join(folder, 'packed.gz');
  writeFileSync(file, Buffer.concat([gzipSync(text.subarray(0, half)), gzipSync(text.subarray(half))]));
  expect({ ...(await checkFile(file)), input: '' }).toEqual({ ...(await checkFile(plain)), input: '' });
});

const zstd = spawnSync('zstd', ['--version']).status === 0;

test.runIf(zstd)('zstd gives the same report', async () => {
  const file = path.join(folder, 'packed.zst');
  spawnSync('zstd', ['-q', plain, '-o', file]);
  expect({ ...(await checkFile(file)), input: '' }).toEqual({ ...(await checkFile(plain)), input: '' });
});
