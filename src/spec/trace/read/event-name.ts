const SPACE = 32;
const LPAREN = 40;
const RPAREN = 41;
const PLUS = 43;
const DASH = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const LESS = 60;
const GREATER = 62;

const IN_NAME = Uint8Array.from({ length: 256 }, (_, byte) => (/\w/.test(String.fromCharCode(byte)) ? 1 : 0));
/** Events of hardware in perf script: `LLC-load-misses:u:`, `cpu/event=0x3c/:`. */
const IN_PERF_NAME = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[\w./,=@-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

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
  /** True where the text is a name and what must follow one; anything else is damage. */
  named = false;
  /** First byte of the payload. */
  payload = 0;
}

/**
 * `name:`, `system:name:`, `sys_ioctl(`, `sys_ioctl ->`, `function <-caller` or `<stack trace>`; an empty name where the text
 * is none of these. Before it there may be the time since the line before, `(+12)`, or the period of perf script.
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
  rest.named = rest.colon || isNamedOtherwise(bytes, at, end, rest);
  while (byte === SPACE) byte = bytes[++at];
  rest.payload = at < end ? at : end;
}

/** What ends in no colon and is an event all the same: system calls and functions of `trace`, hardware events of perf script. */
function isNamedOtherwise(bytes: Uint8Array, at: number, end: number, rest: HeadEnd): boolean {
  const from = rest.nameStart;
  if (at === from) return bytes[at] === LESS && endsIn(bytes, at, end, STACK_TRACE);
  if (bytes[from] >= ZERO && bytes[from] <= NINE) return false;
  const ofCall = bytes[from] === SYS[0] && bytes[from + 1] === SYS[1] && bytes[from + 2] === SYS[2];
  if (ofCall && bytes[at] === LPAREN) return true;
  if (ofCall && bytes[at] === SPACE && bytes[at + 1] === DASH && bytes[at + 2] === GREATER) return true;
  if (bytes[at] === PLUS && bytes[at + 1] === ZERO) return true;
  let past = at;
  while (bytes[past] === DOT || IN_NAME[bytes[past]] === 1) past++;
  if (bytes[past] === SPACE && bytes[past + 1] === LESS && bytes[past + 2] === DASH) return true;
  while (IN_PERF_NAME[bytes[past]] === 1) past++;
  if (past === at || bytes[past] !== COLON) return false;
  while (past < end && (bytes[past] === COLON || IN_NAME[bytes[past]] === 1)) past++;
  if (bytes[past - 1] !== COLON || (past < end && bytes[past] !== SPACE)) return false;
  rest.nameEnd = past - 1;
  rest.hash = 0;
  for (let index = from; index < rest.nameEnd; index++) rest.hash = (Math.imul(rest.hash, 31) + bytes[index]) | 0;
  return true;
}

function endsIn(bytes: Uint8Array, at: number, end: number, word: Uint8Array): boolean {
  let last = end;
  while (last > at && bytes[last - 1] <= SPACE) last--;
  const from = last - word.length;
  return from >= at && word.every((byte, index) => bytes[from + index] === byte);
}

const SYS = new TextEncoder().encode('sys_');
const STACK_TRACE = new TextEncoder().encode('stack trace>');
