import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
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
