/** `zstd -d` refuses more than that as well, unless it is told otherwise. */
const LARGEST_WINDOW = 2 ** 27;
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** Enough bytes to read the header of a frame. */
export const ZSTD_HEADER = 14;

/**
 * Why the first zstd frame of a file is not unpacked: a header of a few bytes may ask for gigabytes. Undefined where
 * there is nothing against it. `head` holds the first bytes of the file.
 */
export function refusedZstd(head: Uint8Array): string | undefined {
  if (!MAGIC.every((byte, index) => head[index] === byte) || head.length < ZSTD_HEADER) return undefined;
  const window = windowOf(head);
  if (window <= LARGEST_WINDOW) return undefined;
  const megabytes = Math.ceil(window / 2 ** 20);
  return `its zstd data needs a window of ${megabytes} MB, at most 128 are unpacked; pack it without --long`;
}

/** RFC 8878, 3.1.1.1: the window descriptor, or the content size where the frame is a single segment. */
function windowOf(head: Uint8Array): number {
  const descriptor = head[4];
  const single = (descriptor & 0x20) !== 0;
  if (!single) {
    const base = 2 ** (10 + (head[5] >> 3));
    return base + (base / 8) * (head[5] & 7);
  }
  const dictionary = [0, 1, 2, 4][descriptor & 3];
  const width = [1, 2, 4, 8][descriptor >> 6];
  let size = width === 2 ? 256 : 0;
  for (let index = 0; index < width; index++) size += head[5 + dictionary + index] * 2 ** (8 * index);
  return size;
}
