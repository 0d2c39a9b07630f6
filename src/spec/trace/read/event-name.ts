const SPACE = 32;
const LPAREN = 40;
const RPAREN = 41;
const ZERO = 48;
const NINE = 57;
const COLON = 58;

const IN_NAME = Uint8Array.from({ length: 256 }, (_, byte) => (/\w/.test(String.fromCharCode(byte)) ? 1 : 0));

/** Whether a byte may be part of the name of an event. */
export function isWord(byte: number): boolean {
  return IN_NAME[byte] === 1;
}

/** Where the event text of the line lies. One instance per reader. */
export class HeadEnd {
  nameStart = 0;
  nameEnd = 0;
  /** Hash of the name, as `EventNames.find` expects it. */
  hash = 0;
  /** True where a colon follows the name, as after every event name but those of system calls in `trace`. */
  colon = false;
  /** First byte of the payload. */
  payload = 0;
}

/**
 * `name:`, `system:name:`, `sys_ioctl(` or `sys_ioctl ->`; an empty name where the text is none of these. Before it there
 * may be the time since the line before, `(+12)`, or the period of perf script.
 */
export function readName(bytes: Uint8Array, from: number, end: number, rest: HeadEnd): void {
  let at = from;
  let byte = bytes[at];
  while (byte === SPACE) byte = bytes[++at];
  if (byte === LPAREN) {
    while (at < end && byte !== RPAREN) byte = bytes[++at];
    if (at < end) byte = bytes[++at];
    while (byte === SPACE) byte = bytes[++at];
  }
  if (byte >= ZERO && byte <= NINE) {
    let digits = at;
    while (bytes[digits] >= ZERO && bytes[digits] <= NINE) digits++;
    if (bytes[digits] === SPACE) {
      at = digits;
      byte = SPACE;
      while (byte === SPACE) byte = bytes[++at];
    }
  }
  for (;;) {
    rest.nameStart = at;
    let hash = 0;
    while (IN_NAME[byte] === 1) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      byte = bytes[++at];
    }
    rest.nameEnd = at;
    rest.hash = hash;
    rest.colon = byte === COLON && at > rest.nameStart;
    if (!rest.colon) break;
    byte = bytes[++at];
    // A system name is followed by the event name at once, an event name by a space or the end of the line.
    if (byte === SPACE || at >= end) break;
  }
  while (byte === SPACE) byte = bytes[++at];
  rest.payload = at < end ? at : end;
}
