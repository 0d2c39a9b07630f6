import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { refusedZstd } from '../../src/spec/trace/read/zstd-window.ts';
import { textOf } from '../../src/worker/trace-text.ts';

const TEXT = 'some lines\n'.repeat(1000);

async function read(data: Blob): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of textOf(data)) chunks.push(chunk.slice());
  return new TextDecoder().decode(Buffer.concat(chunks));
}

test('plain text and gzip read the same', async () => {
  expect(await read(new Blob([TEXT]))).toBe(TEXT);
  expect(await read(new Blob([new Uint8Array(gzipSync(TEXT))]))).toBe(TEXT);
});

test('zstd, made by the zstd program from the letters a to j and a newline, 100 times', async () => {
  const packed = Buffer.from('KLUv/QRYlQAAWGFiY2RlZmdoaWoKAQA++C9eX7yw0A==', 'base64');
  expect(await read(new Blob([new Uint8Array(packed)]))).toBe('abcdefghij\n'.repeat(100));
});

test('damaged gzip is an error, not an end', async () => {
  const packed = new Uint8Array(gzipSync(TEXT));
  await expect(read(new Blob([packed.subarray(0, packed.length - 20)]))).rejects.toThrow();
});

test('a zstd header that asks for more than 128 MB is refused before anything is unpacked', async () => {
  const head = (bytes: string): Uint8Array => Uint8Array.from(Buffer.from(bytes.padEnd(28, '0'), 'hex'));
  expect(refusedZstd(head('28b52ffd0088'))).toBeUndefined();
  expect(refusedZstd(head('28b52ffd0089'))).toContain('144 MB');
  // A single segment of 4 GB: its content size is its window.
  expect(refusedZstd(head('28b52ffda0ffffffff'))).toContain('4096 MB');
  await expect(read(new Blob([new Uint8Array(head('28b52ffd00a8'))]))).rejects.toThrow(/2048 MB/);
});
