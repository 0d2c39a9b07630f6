import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { UsageError } from '../command.ts';

const CHUNK = 1 << 20;
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/**
 * The text of a trace in pieces, from a file or, for `-`, from standard input; gzip and zstd are recognised by their
 * first bytes. Throws UsageError where the file cannot be read or is cut in the middle of compressed data.
 */
export async function* openTrace(file: string): AsyncGenerator<Uint8Array> {
  const raw = await openRaw(file);
  const head: Uint8Array[] = [];
  let size = 0;
  // Not `for await`: leaving it would end the generator.
  while (size < ZSTD.length) {
    const { done, value } = await raw.next();
    if (done === true) break;
    head.push(value);
    size += value.length;
  }
  const first = Buffer.concat(head);
  async function* whole(): AsyncGenerator<Uint8Array> {
    if (first.length > 0) yield first;
    yield* raw;
  }
  if (startsWith(first, GZIP)) yield* gunzip(whole(), file);
  else if (startsWith(first, ZSTD)) yield* unzstd(whole(), file);
  else yield* whole();
}

async function openRaw(file: string): Promise<AsyncGenerator<Uint8Array>> {
  if (file === '-') return chunks(process.stdin);
  const status = await stat(file).catch((error: unknown) => {
    throw new UsageError(`cannot read ${file}: ${messageOf(error)}`);
  });
  if (status.isDirectory()) throw new UsageError(`cannot read ${file}: it is a directory; expected a trace`);
  return chunks(createReadStream(file, { highWaterMark: CHUNK }));
}

/** Not the stream's own iterator: breaking out of that one destroys the stream. */
async function* chunks(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = stream[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await iterator.next();
    if (done) return;
    yield value;
  }
}

async function* gunzip(input: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const gunzipStream = createGunzip({ chunkSize: CHUNK });
  const fed = feed(input, gunzipStream);
  try {
    for await (const chunk of gunzipStream as AsyncIterable<Buffer>) yield chunk;
    await fed;
  } catch (error) {
    throw new UsageError(`${file}: damaged gzip data: ${messageOf(error)}`);
  }
}

async function feed(
  input: AsyncIterable<Uint8Array>,
  stream: NodeJS.WritableStream & { destroy(error: Error): void },
): Promise<void> {
  try {
    for await (const chunk of input) {
      if (!stream.write(chunk)) await new Promise<void>((resolve) => stream.once('drain', resolve));
    }
    stream.end();
  } catch (error) {
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

async function* unzstd(input: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let finished = false;
  const decompress = new Decompress((chunk, final) => {
    ready.push(chunk);
    if (final) finished = true;
  });
  try {
    for await (const chunk of input) {
      // Small pieces in: one call may give up to its whole window for each.
      for (let at = 0; at < chunk.length; at += CHUNK / 8) {
        decompress.push(chunk.subarray(at, at + CHUNK / 8));
        yield* ready;
        ready = [];
      }
    }
    if (!finished) decompress.push(new Uint8Array(0), true);
    yield* ready;
  } catch (error) {
    throw new UsageError(`${file}: damaged zstd data: ${messageOf(error)}`);
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
