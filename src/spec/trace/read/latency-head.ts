import type { TraceEvent } from './events.ts';
import { CONTEXT_OF_FLAG, IRQS_OF_FLAG } from './flags.ts';
import { readName, type HeadEnd } from './head.ts';

/** Width of the task column in the latency format: `%8.8s-%-5d %3d` and the flags at once. */
const TASK_WIDTH = 8;
const SPACE = 32;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const LOWER_S = 115;
const LOWER_U = 117;

/**
 * Reads the latency format: that of ftrace, `vm-9592      0d.h1.  443us+: name: ...`, and that of `trace-cmd report -l`,
 * `CPU 0/KV-9592    0d..1   512.443773: name: ...`.
 */
export function readLatencyHead(
  bytes: Uint8Array,
  start: number,
  end: number,
  event: TraceEvent,
  rest: HeadEnd,
): boolean {
  if (end - start < 24 || bytes[start + TASK_WIDTH] !== DASH) return false;
  const afterPid = number(bytes, start + TASK_WIDTH + 1, 10);
  if (afterPid.at === start + TASK_WIDTH + 1 || bytes[afterPid.at] !== SPACE) return false;
  const afterCpu = number(bytes, spaces(bytes, afterPid.at), 5);
  const flags = afterCpu.at;
  if (bytes[flags - 1] === SPACE) return false;
  let at = flags;
  while (bytes[at] > SPACE && at - flags < 8) at++;
  if (at - flags < 4 || at - flags > 7 || bytes[at] !== SPACE) return false;
  const seconds = number(bytes, spaces(bytes, at), 20);
  if (bytes[seconds.at - 1] === SPACE) return false;
  at = seconds.at;
  let ticks = seconds.value;
  let fraction = 0;
  if (bytes[at] === DOT) {
    const digits = number(bytes, at + 1, 9);
    fraction = digits.at - at - 1;
    if (fraction === 0) return false;
    ticks = ticks * 10 ** fraction + digits.value;
    at = digits.at;
  } else if (bytes[at] === LOWER_U && bytes[at + 1] === LOWER_S) {
    at += 2;
    // A mark says that the line before was long ago.
    if (bytes[at] !== COLON) at++;
  }
  if (bytes[at] !== COLON) return false;
  event.pid = afterPid.value;
  event.cpu = afterCpu.value;
  event.irqs = IRQS_OF_FLAG[bytes[flags]];
  event.context = CONTEXT_OF_FLAG[bytes[flags + 2]];
  event.ticks = ticks;
  event.fraction = fraction;
  readName(bytes, at + 1, end, rest);
  return true;
}

/** A decimal number of at most `most` digits, and where it ends: at its start where there is none. */
function number(bytes: Uint8Array, from: number, most: number): { readonly value: number; readonly at: number } {
  let value = 0;
  let at = from;
  for (; at - from < most; at++) {
    const digit = bytes[at] - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return { value, at };
}

function spaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  return at;
}
