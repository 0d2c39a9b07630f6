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

/** A frame of zstd whose blocks are not compressed: RFC 8878, a window of 128 KB and blocks of at most that. */
function zstdFrame(content: Buffer): Buffer {
  const pieces: Uint8Array[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38])];
  for (let at = 0; at < content.length; at += 1 << 17) {
    const block = content.subarray(at, at + (1 << 17));
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | Number(at + block.length === content.length), 0, 3);
    pieces.push(header, block);
  }
  return Buffer.concat(pieces);
}

test('zstd gives the same report', async () => {
  const file = path.join(folder, 'packed.zst');
  writeFileSync(file, zstdFrame(readFileSync(plain)));
  expect({ ...(await checkFile(file)), input: '' }).toEqual({ ...(await checkFile(plain)), input: '' });
});
