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
export async function* openTrace(file) {
    const raw = await openRaw(file);
    const head = [];
    let size = 0;
    for await (const chunk of raw) {
        head.push(chunk);
        size += chunk.length;
        if (size >= ZSTD.length)
            break;
    }
    const first = Buffer.concat(head);
    async function* whole() {
        if (first.length > 0)
            yield first;
        yield* raw;
    }
    if (startsWith(first, GZIP))
        yield* gunzip(whole(), file);
    else if (startsWith(first, ZSTD))
        yield* unzstd(whole(), file);
    else
        yield* whole();
}
async function openRaw(file) {
    if (file === '-')
        return chunks(process.stdin);
    const status = await stat(file).catch((error) => {
        throw new UsageError(`cannot read ${file}: ${messageOf(error)}`);
    });
    if (status.isDirectory())
        throw new UsageError(`cannot read ${file}: it is a directory; expected a trace`);
    return chunks(createReadStream(file, { highWaterMark: CHUNK }));
}
/** Not the stream's own iterator: breaking out of that one destroys the stream. */
async function* chunks(stream) {
    const iterator = stream[Symbol.asyncIterator]();
    for (;;) {
        const { done, value } = await iterator.next();
        if (done)
            return;
        yield value;
    }
}
async function* gunzip(input, file) {
    const gunzipStream = createGunzip({ chunkSize: CHUNK });
    const fed = feed(input, gunzipStream);
    try {
        for await (const chunk of gunzipStream)
            yield chunk;
        await fed;
    }
    catch (error) {
        throw new UsageError(`${file}: damaged gzip data: ${messageOf(error)}`);
    }
}
async function feed(input, stream) {
    try {
        for await (const chunk of input) {
            if (!stream.write(chunk))
                await new Promise((resolve) => stream.once('drain', resolve));
        }
        stream.end();
    }
    catch (error) {
        stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
}
async function* unzstd(input, file) {
    let ready = [];
    let finished = false;
    const decompress = new Decompress((chunk, final) => {
        ready.push(chunk);
        if (final)
            finished = true;
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
        if (!finished)
            decompress.push(new Uint8Array(0), true);
        yield* ready;
    }
    catch (error) {
        throw new UsageError(`${file}: damaged zstd data: ${messageOf(error)}`);
    }
}
function startsWith(bytes, magic) {
    return bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);
}
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
