import type { TraceEvent } from './events.ts';
import { readColumns, type HeadEnd } from './head.ts';

/** A task name has at most 15 bytes; a quoted line may have a few more before it. */
const FURTHEST = 48;

/**
 * Reads a line whose task column is not 16 wide: pasted text that lost its indent. A line that can be read in two ways
 * is refused: a task may choose its name.
 */
export function readOddHead(bytes: Uint8Array, start: number, end: number, event: TraceEvent, rest: HeadEnd): boolean {
  let found = false;
  let name = 0;
  const last = Math.min(end, start + FURTHEST);
  for (let at = start; at < last; at++) {
    const byte = bytes[at];
    if (byte !== 45 /* - */ && byte !== 32) continue;
    if (!readColumns(bytes, at + 1, end, event, rest)) continue;
    if (found && rest.nameStart !== name) return false;
    found = true;
    name = rest.nameStart;
    // The dash of `vm-12` and nothing before it: `a-1 [0] 5: b-2 [1] ...` would give two different names.
  }
  return found;
}
