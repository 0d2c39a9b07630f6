import { CONTEXT, IRQS, NO_CPU, NO_TIME, type TraceEvent } from './events.ts';
import { isWord, readName, type HeadEnd } from './event-name.ts';
import { CONTEXT_OF_FLAG, IRQS_OF_FLAG } from './flags.ts';
import { decimalAt, pastDigits, pastSpaces, withFraction } from './scan.ts';

const TAB = 9;
const SPACE = 32;
const LPAREN = 40;
const RPAREN = 41;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const CAPITAL_A = 65;
const CAPITAL_Z = 90;
const LBRACKET = 91;
const RBRACKET = 93;

/** A thread ID without a CPU behind it fills at least so many columns: `perf script -L` prints the CPU there, in three. */
const NARROWEST_THREAD = 5;

/**
 * The columns from the thread ID on: `9592 [000] d..1. 512.443773: name`. Thread group, flags and time may be missing; the CPU
 * only where `aligned` says that the thread ID stands at its place, or else two numbers would be read as columns anywhere.
 */
export function readColumns(
  bytes: Uint8Array,
  from: number,
  end: number,
  event: TraceEvent,
  rest: HeadEnd,
  aligned: boolean,
): boolean {
  let at = readThread(bytes, from, event);
  if (at < 0) return false;
  const wide = at - from >= NARROWEST_THREAD;
  at = pastSpaces(bytes, at);
  if (bytes[at] === LPAREN) {
    // Option record-tgid: (  1234) or (-------).
    while (at < end && bytes[at] !== RPAREN) at++;
    at = pastSpaces(bytes, at + 1);
  }
  event.irqs = IRQS.unknown;
  event.context = CONTEXT.unknown;
  if (bytes[at] === LBRACKET) {
    at = readCpu(bytes, at + 1, event);
    if (at < 0) return false;
    const flags = readFlags(bytes, at, end, event);
    if (flags < 0) return false;
    const time = readTime(bytes, flags, event);
    // perf script without its time column: the name comes at once.
    if (time < 0 && !isPerfName(bytes, at, end)) return false;
    readName(bytes, time < 0 ? at : time, end, rest);
    return true;
  }
  if (!aligned || !wide) return false;
  event.cpu = NO_CPU;
  const time = readTime(bytes, at, event);
  if (time < 0 || event.fraction === 0) return false;
  readName(bytes, time, end, rest);
  return true;
}

/** `9592` or, of perf script -F pid,tid, `9500/9592`. Returns where it ends, -1 where there is none. */
function readThread(bytes: Uint8Array, from: number, event: TraceEvent): number {
  let start = pastSpaces(bytes, from);
  let at = pastDigits(bytes, start);
  if (at === start || at - start > 10) return -1;
  if (bytes[at] === SLASH) {
    start = at + 1;
    at = pastDigits(bytes, start);
    if (at === start || at - start > 10) return -1;
  }
  event.pid = decimalAt(bytes, start, at);
  return at;
}

/** `000] `. Returns where the next column starts, -1 where it is something else. */
function readCpu(bytes: Uint8Array, from: number, event: TraceEvent): number {
  let at = pastDigits(bytes, from);
  if (at === from || at - from > 5 || bytes[at] !== RBRACKET) return -1;
  event.cpu = decimalAt(bytes, from, at);
  at++;
  if (bytes[at] !== SPACE && bytes[at] !== TAB) return -1;
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  return at;
}

/** Latency flags, or the one or two letters of perf script -F misc, where there are any. Returns where the next column starts. */
function readFlags(bytes: Uint8Array, from: number, end: number, event: TraceEvent): number {
  if (pastDigits(bytes, from) > from) return from;
  let at = from;
  while (at < end && bytes[at] !== SPACE) at++;
  // A name: there are no flags.
  if (bytes[at - 1] === COLON) return from;
  if (at - from > 8 || end - from < 4) return -1;
  if (at - from < 3) return isLetters(bytes, from, at) ? pastSpaces(bytes, at) : -1;
  event.irqs = IRQS_OF_FLAG[bytes[from]];
  event.context = CONTEXT_OF_FLAG[bytes[from + 2]];
  return pastSpaces(bytes, at);
}

/** `512.443773:` or, of another clock, an integer. Returns what follows the colon, -1 where it is something else. */
function readTime(bytes: Uint8Array, from: number, event: TraceEvent): number {
  event.ticks = NO_TIME;
  event.fraction = 0;
  let at = pastDigits(bytes, from);
  if (at === from) return -1;
  let ticks = decimalAt(bytes, from, at);
  let fraction = 0;
  if (bytes[at] === DOT) {
    const digits = at + 1;
    at = pastDigits(bytes, digits);
    fraction = at - digits;
    ticks = withFraction(ticks, bytes, digits, at);
  }
  if (bytes[at] !== COLON) return -1;
  event.ticks = ticks;
  event.fraction = fraction;
  return at + 1;
}

/** `system:name:` and nothing else. */
function isPerfName(bytes: Uint8Array, from: number, end: number): boolean {
  let colons = 0;
  let at = from;
  while (at < end && bytes[at] !== SPACE) {
    if (bytes[at] === COLON) colons++;
    else if (!isWord(bytes[at])) return false;
    at++;
  }
  return colons === 2 && bytes[at - 1] === COLON && bytes[from] !== COLON;
}

function isLetters(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] < CAPITAL_A || bytes[at] > CAPITAL_Z) return false;
  return true;
}
