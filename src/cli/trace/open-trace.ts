import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { refusedZstd, ZSTD_HEADER } from '../../spec/trace/read/zstd-window.ts';
import { reasonOf } from '../../node/files.ts';
import { UsageError } from '../../node/usage-error.ts';

const CHUNK = 1 << 20;
/** Plain text is read in pieces of this size into the same memory again and again: it stays in the cache of the CPU. */
const REUSED = 1 << 20;
/** zstd data is unpacked in small pieces: four bytes of it may stand for 128 KB of text. */
const ZSTD_PIECE = 1 << 10;
/** After so many pieces timers get a turn. */
const TURN = 64;
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** Memory for so many bytes of the input. */
type Space = (size: number) => Uint8Array;

function ownSpace(): Space {
  const buffer = Buffer.allocUnsafeSlow(REUSED);
  return () => buffer;
}

/**
 * The text of a trace in pieces, from a file or, for `-`, from standard input; gzip and zstd are recognised by their
 * first bytes. A piece is valid until the next one is asked for. Plain text is read to where `space` says. Throws UsageError
 * where the file cannot be read or is cut in the middle of compressed data.
 */
export async function* openTrace(file: string, space: Space = ownSpace()): AsyncGenerator<Uint8Array> {
  if (file !== '-' && (await isRegular(file))) yield* regular(file, space);
  else yield* unpacked(chunks(file === '-' ? process.stdin : createReadStream(file, { highWaterMark: CHUNK })), file);
}

async function isRegular(file: string): Promise<boolean> {
  const status = await stat(file).catch((error: unknown) => {
    throw cannotRead(file, error);
  });
  if (status.isDirectory()) throw new UsageError(`${file}: is a directory; expected a trace`);
  return status.isFile();
}

async function* regular(file: string, space: Space): AsyncGenerator<Uint8Array> {
  const descriptor = open(file);
  try {
    let buffer = space(REUSED);
    let size = read(file, descriptor, buffer);
    if (startsWith(buffer.subarray(0, size), GZIP) || startsWith(buffer.subarray(0, size), ZSTD)) {
      yield* unpacked(chunks(createReadStream(file, { highWaterMark: CHUNK })), file);
      return;
    }
    for (let pieces = 1; size > 0; pieces++) {
      yield buffer.subarray(0, size);
      if (pieces % TURN === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
      buffer = space(REUSED);
      size = read(file, descriptor, buffer);
    }
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw cannotRead(file, error);
  }
}

function read(file: string, descriptor: number, buffer: Uint8Array): number {
  try {
    return readSync(descriptor, buffer);
  } catch (error) {
    throw cannotRead(file, error);
  }
}

function cannotRead(file: string, error: unknown): UsageError {
  return new UsageError(`${file}: ${reasonOf(error)}`);
}

async function* unpacked(raw: AsyncGenerator<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const head: Uint8Array[] = [];
  let size = 0;
  // Not `for await`: leaving it would end the generator.
  while (size < ZSTD_HEADER) {
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
  else if (startsWith(first, ZSTD)) {
    const refused = refusedZstd(first);
    if (refused !== undefined) throw new UsageError(`${file}: ${refused}`);
    yield* unzstd(whole(), file);
  } else yield* whole();
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
      for (let at = 0; at < chunk.length; at += ZSTD_PIECE) {
        decompress.push(chunk.subarray(at, at + ZSTD_PIECE));
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
