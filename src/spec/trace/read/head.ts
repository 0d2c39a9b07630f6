import { readColumns } from './columns.ts';
import type { TraceEvent } from './events.ts';
import type { HeadEnd } from './event-name.ts';
import { readLatencyHead } from './latency-head.ts';
import { readVerboseHead } from './verbose-head.ts';

/**
 * Width of the task column. `trace`, trace-cmd and perf script all print the name right-aligned in 16 columns, and a
 * name has at most 15 bytes, so a name that contains `-1 [000]` cannot be mistaken for the columns after it.
 */
const TASK_WIDTH = 16;
/** Where the CPU stands in the text of `trace`. */
const CPU_AT = 25;

const SPACE = 32;
const DASH = 45;
const LBRACKET = 91;

/**
 * Reads the columns before the event name: task, thread, CPU, latency flags, time stamp. True where the line has
 * them. Bytes `start..end` are one line without its newline; `bytes[end]` must exist and must not be a digit or a space.
 */
export function readHead(bytes: Uint8Array, start: number, end: number, event: TraceEvent, rest: HeadEnd): boolean {
  const at = start + TASK_WIDTH;
  if (at >= end) return false;
  if (bytes[at] === DASH || bytes[at] === SPACE) {
    if (readColumns(bytes, at + 1, end, event, rest, bytes[at] === SPACE)) return true;
  }
  return readLatencyHead(bytes, start, end, event, rest) || readVerboseHead(bytes, start, end, event, rest);
}

/** A cheap sign that `start..end` is a line with columns; false where it takes a closer look to tell. */
export function looksLikeHead(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start > CPU_AT && bytes[start + TASK_WIDTH] === DASH && bytes[start + CPU_AT] === LBRACKET;
}
