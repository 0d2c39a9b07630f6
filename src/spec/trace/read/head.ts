import { CONTEXT, IRQS, type TraceEvent } from './events.ts';

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
const UNDERSCORE = 95;

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
  let at = start + TASK_WIDTH;
  if (at >= end) return false;
  let byte = bytes[at];
  if (byte !== DASH && byte !== SPACE) return false;
  return readColumns(bytes, at + 1, end, event, rest);
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
    event.irqs = irqsOf(byte);
    event.context = contextOf(bytes[at + 2]);
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

/** `name:`, `system:name:`, `sys_ioctl(` or `sys_ioctl ->`; an empty name where the text is none of these. */
function readName(bytes: Uint8Array, from: number, end: number, rest: HeadEnd): void {
  let at = from;
  let byte = bytes[at];
  while (byte === SPACE) byte = bytes[++at];
  for (;;) {
    rest.nameStart = at;
    let hash = 0;
    while (
      (byte >= 97 && byte <= 122) ||
      byte === UNDERSCORE ||
      (byte >= ZERO && byte <= NINE) ||
      (byte >= 65 && byte <= 90)
    ) {
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

/** First latency flag, trace_output.c:trace_print_lat_fmt(). */
function irqsOf(flag: number): number {
  if (flag === 100 /* d */ || flag === 68 /* D */) return IRQS.off;
  if (flag === DOT || flag === 98 /* b */) return IRQS.on;
  return IRQS.unknown;
}

/** Third latency flag. */
function contextOf(flag: number): number {
  switch (flag) {
    case DOT:
      return CONTEXT.task;
    case 115 /* s */:
      return CONTEXT.softirq;
    case 104 /* h */:
    case 72 /* H */:
      return CONTEXT.hardirq;
    case 122 /* z */:
    case 90 /* Z */:
      return CONTEXT.nmi;
    default:
      return CONTEXT.unknown;
  }
}
