// Decompression of kernels and modules. lz4 is done here; for xz and zstd the system's program is asked.
import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';

/** Something that the machine lacks; the message says what and how to get it. */
export class Lacking extends Error {}

function withProgram(program: string, data: Uint8Array): Buffer {
  const run = spawnSync(program, ['-dc'], { input: data, maxBuffer: 1 << 29, stdio: ['pipe', 'pipe', 'ignore'] });
  if (run.error)
    throw new Lacking(
      `the program ${program} is lacking (Debian: apt-get install ${program === 'xz' ? 'xz-utils' : program})`,
    );
  // trailing bytes after the stream make the status non-zero
  if (run.stdout.length === 0) throw new Error(`${program} could not unpack the data`);
  return run.stdout;
}

function length(data: Uint8Array, at: number, start: number): [number, number] {
  let n = start;
  let k = at;
  if (start === 15)
    for (;;) {
      const byte = data[k] ?? 0;
      n += byte;
      k += 1;
      if (byte !== 255) break;
    }
  return [n, k];
}

function lz4Block(data: Uint8Array, out: Buffer, from: number): number {
  let at = 0;
  let end = from;
  while (at < data.length) {
    const token = data[at] ?? 0;
    let [literals, k] = length(data, at + 1, token >> 4);
    out.set(data.subarray(k, k + literals), end);
    end += literals;
    k += literals;
    if (k >= data.length) break;
    const distance = (data[k] ?? 0) | ((data[k + 1] ?? 0) << 8);
    let match: number;
    [match, at] = length(data, k + 2, token & 15);
    match += 4;
    if (distance >= match) out.copy(out, end, end - distance, end - distance + match);
    else for (let n = 0; n < match; n += 1) out[end + n] = out[end + n - distance] ?? 0;
    end += match;
  }
  return end;
}

// The legacy frame that kernels use: blocks with a 32-bit length before each.
function lz4Legacy(data: Uint8Array): Buffer {
  const view = Buffer.from(data.buffer, data.byteOffset, data.length);
  const chunks: Buffer[] = [];
  let at = 4;
  while (at + 4 <= view.length) {
    const size = view.readUInt32LE(at);
    if (size === 0 || size > view.length - at - 4) break;
    const out = Buffer.alloc(8 << 20);
    chunks.push(out.subarray(0, lz4Block(view.subarray(at + 4, at + 4 + size), out, 0)));
    at += 4 + size;
  }
  return Buffer.concat(chunks);
}

/** Unpacks by the magic number: lz4 (legacy), zstd, xz, gzip; anything else is returned as it is. */
export function decompress(data: Uint8Array): Buffer {
  const magic = Buffer.from(data.subarray(0, 6)).toString('hex');
  if (magic.startsWith('02214c18')) return lz4Legacy(data);
  if (magic.startsWith('28b52ffd')) return withProgram('zstd', data);
  if (magic.startsWith('fd377a585a00')) return withProgram('xz', data);
  if (magic.startsWith('1f8b')) return gunzipSync(data);
  return Buffer.from(data);
}
