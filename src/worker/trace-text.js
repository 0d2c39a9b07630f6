const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
/** The text of a file in pieces; gzip and zstd are recognised by their first bytes. Throws where they are damaged. */
export async function* textOf(data) {
    const head = new Uint8Array(await data.slice(0, 4).arrayBuffer());
    const startsWith = (magic) => magic.every((byte, index) => head[index] === byte);
    if (startsWith(GZIP))
        yield* read(data.stream().pipeThrough(new DecompressionStream('gzip')));
    else if (startsWith(ZSTD))
        yield* unzstd(data.stream());
    else
        yield* read(data.stream());
}
/** Not `for await` over the stream itself: Safari has no iterator there. */
async function* read(stream) {
    const reader = stream.getReader();
    for (;;) {
        const { done, value } = await reader.read();
        if (done)
            return;
        yield value;
    }
}
async function* unzstd(stream) {
    const { Decompress } = await import('fzstd');
    let ready = [];
    const decompress = new Decompress((chunk) => void ready.push(chunk));
    for await (const chunk of read(stream)) {
        decompress.push(chunk);
        yield* ready;
        ready = [];
    }
    decompress.push(new Uint8Array(0), true);
    yield* ready;
}
