import { refusedZstd, ZSTD_HEADER } from '../spec/trace/read/zstd-window.ts';

/** Unpacked in small pieces: four bytes of zstd data may stand for 128 KB of text. */
const ZSTD_PIECE = 1 << 10;
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** The text of a file in pieces; gzip and zstd are recognised by their first bytes. Throws where they are damaged. */
export async function* textOf(data: Blob): AsyncGenerator<Uint8Array> {
  const head = new Uint8Array(await data.slice(0, ZSTD_HEADER).arrayBuffer());
  const startsWith = (magic: readonly number[]): boolean => magic.every((byte, index) => head[index] === byte);
  if (startsWith(GZIP)) yield* read(data.stream().pipeThrough(new DecompressionStream('gzip')));
  else if (startsWith(ZSTD)) {
    const refused = refusedZstd(head);
    if (refused !== undefined) throw new Error(refused);
    yield* unzstd(data.stream());
  } else yield* read(data.stream());
}

/** Not `for await` over the stream itself: Safari has no iterator there. */
async function* read(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function* unzstd(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  let ready: Uint8Array[] = [];
  const decompress = new Decompress((chunk) => void ready.push(chunk));
  for await (const chunk of read(stream)) {
    for (let at = 0; at < chunk.length; at += ZSTD_PIECE) {
      decompress.push(chunk.subarray(at, at + ZSTD_PIECE));
      yield* ready;
      ready = [];
    }
  }
  decompress.push(new Uint8Array(0), true);
  yield* ready;
}
