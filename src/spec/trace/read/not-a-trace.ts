/** The input is not trace text. */
export class NotATraceError extends Error {
  override readonly name = 'NotATraceError';
}

/** Nothing in the input was an event line or a trace header. */
export function notATrace(unread: readonly string[] = []): NotATraceError {
  const advice = ADVICE.find(([sign]) => unread.some((line) => sign.test(line)))?.[1];
  if (advice !== undefined) return new NotATraceError(advice);
  return new NotATraceError(
    'no line of it is a trace line; expected text of /sys/kernel/tracing/trace, trace-cmd report or perf script',
  );
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /unchecked MSR access|unhandled (?:rd|wr)msr|ignored (?:rd|wr)msr|(?<!:)\bkvm(?:_(?!entry|exit|msr)\w+)?(?: \[\d+\])?: |\bCall Trace:/,
    'this is a kernel log, not a trace; `lbr-contract search` finds what its messages mean, by their own words',
  ],
  [/^[A-Za-z0-9+/]{60,76}$/, 'this is base64; give the text that `base64 -d` makes of it'],
];

/** UTF-8 with a byte order mark, as some editors write it. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const UTF_16 = 'this is UTF-16 text; convert it: `iconv -f UTF-16 -t UTF-8`';

const BINARIES: readonly (readonly [readonly number[], string])[] = [
  [
    [0x17, 0x08, 0x44, 0x74, 0x72, 0x61, 0x63],
    'this is a binary trace.dat; give the text that `trace-cmd report` prints',
  ],
  [[0x50, 0x45, 0x52, 0x46, 0x49, 0x4c, 0x45], 'this is a binary perf.data; give the text that `perf script` prints'],
  [[0xff, 0xfe], UTF_16],
  [[0xfe, 0xff], UTF_16],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'this is xz data; unpack it, or compress with gzip or zstd'],
  [[0x42, 0x5a, 0x68], 'this is bzip2 data; unpack it, or compress with gzip or zstd'],
];

/** Says what a binary recording is before its bytes are looked at as text. Throws NotATraceError. */
export function refuseBinary(head: Uint8Array): void {
  const hint = BINARIES.find(([magic]) => startsWith(head, magic))?.[1];
  if (hint !== undefined) throw new NotATraceError(hint);
}

/** Bytes to pass over at the start of the input. */
export function byteOrderMark(head: Uint8Array): number {
  return startsWith(head, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);
}
