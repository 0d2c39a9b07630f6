import { CONTEXT, IRQS, type TraceEvent } from './events.ts';
import { CONTEXT_OF_FLAG, IRQS_OF_FLAG } from './flags.ts';
import { readLatencyHead } from './latency-head.ts';

/**
 * Width of the task column. `trace`, trace-cmd and perf script all print the name right-aligned in 16 columns, and a
 * name has at most 15 bytes, so a name that contains `-1 [000]` cannot be mistaken for the columns after it.
 */
const TASK_WIDTH = 16;

const TAB = 9;
const SPACE = 32;
const LPAREN = 40;
const RPAREN = 41;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const LBRACKET = 91;
const RBRACKET = 93;

const IN_NAME = Uint8Array.from({ length: 256 }, (_, byte) => (/\w/.test(String.fromCharCode(byte)) ? 1 : 0));

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
 * Reads the columns before the event name: task, thread, CPU, latency flags, time stamp. True where the line has
 * them. Bytes `start..end` are one line without its newline; `bytes[end]` must exist and must not be a digit or a space.
 */
export function readHead(bytes: Uint8Array, start: number, end: number, event: TraceEvent, rest: HeadEnd): boolean {
  const at = start + TASK_WIDTH;
  if (at >= end) return false;
  if (bytes[at] === DASH || bytes[at] === SPACE) {
    if (readColumns(bytes, at + 1, end, event, rest)) return true;
  }
  return readLatencyHead(bytes, start, end, event, rest);
}

/** A cheap sign that a line with columns starts at `start`; false where it takes a closer look to tell. */
export function looksLikeHead(view: DataView, bytes: Uint8Array, start: number): boolean {
  if (bytes[start + TASK_WIDTH] !== DASH || bytes[start + 25] !== LBRACKET) return false;
  for (let at = start; at < start + TASK_WIDTH; at += 4) if (hasNewline(view.getInt32(at, true))) return false;
  return true;
}

/** Whether one of four bytes is a newline. */
function hasNewline(word: number): boolean {
  const differs = word ^ 0x0a0a0a0a;
  return ((differs - 0x01010101) & ~differs & 0x80808080) !== 0;
}

/** The columns from the thread ID on. */
export function readColumns(bytes: Uint8Array, from: number, end: number, event: TraceEvent, rest: HeadEnd): boolean {
  let at = from;
  let byte = bytes[at];
  while (byte === SPACE) byte = bytes[++at];
  let digits = at;
  let pid = 0;
  while (byte >= ZERO && byte <= NINE) {
    pid = pid * 10 + (byte - ZERO);
    byte = bytes[++at];
  }
  if (at === digits || at - digits > 10) return false;
  if (byte === SLASH) {
    // perf script -F pid,tid prints process/thread.
    byte = bytes[++at];
    digits = at;
    pid = 0;
    while (byte >= ZERO && byte <= NINE) {
      pid = pid * 10 + (byte - ZERO);
      byte = bytes[++at];
    }
    if (at === digits || at - digits > 10) return false;
  }
  while (byte === SPACE) byte = bytes[++at];
  if (byte === LPAREN) {
    // Option record-tgid: (  1234) or (-------).
    while (at < end && byte !== RPAREN) byte = bytes[++at];
    byte = bytes[++at];
    while (byte === SPACE) byte = bytes[++at];
  }
  if (byte !== LBRACKET) return false;
  byte = bytes[++at];
  digits = at;
  let cpu = 0;
  while (byte >= ZERO && byte <= NINE) {
    cpu = cpu * 10 + (byte - ZERO);
    byte = bytes[++at];
  }
  if (at === digits || at - digits > 5 || byte !== RBRACKET) return false;
  byte = bytes[++at];
  if (byte !== SPACE && byte !== TAB) return false;
  while (byte === SPACE || byte === TAB) byte = bytes[++at];
  event.irqs = IRQS.unknown;
  event.context = CONTEXT.unknown;
  if (byte < ZERO || byte > NINE) {
    if (end - at < 4) return false;
    event.irqs = IRQS_OF_FLAG[byte];
    event.context = CONTEXT_OF_FLAG[bytes[at + 2]];
    const flags = at;
    while (at < end && byte !== SPACE) byte = bytes[++at];
    if (at - flags < 3 || at - flags > 8) return false;
    while (byte === SPACE) byte = bytes[++at];
  }
  digits = at;
  let ticks = 0;
  while (byte >= ZERO && byte <= NINE) {
    ticks = ticks * 10 + (byte - ZERO);
    byte = bytes[++at];
  }
  if (at === digits) return false;
  let fraction = 0;
  if (byte === DOT) {
    byte = bytes[++at];
    digits = at;
    while (byte >= ZERO && byte <= NINE) {
      ticks = ticks * 10 + (byte - ZERO);
      byte = bytes[++at];
    }
    fraction = at - digits;
  }
  if (byte !== COLON) return false;
  event.cpu = cpu;
  event.pid = pid;
  event.ticks = ticks;
  event.fraction = fraction;
  readName(bytes, at + 1, end, rest);
  return true;
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
