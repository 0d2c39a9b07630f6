import type { TraceEvent } from './events.ts';
import { readColumns, type HeadEnd } from './head.ts';
import { CONTEXT_OF_FLAG, IRQS_OF_FLAG } from './flags.ts';

/** Latency format: `<idle>-0   0d.h1.   4us+: name: ...`. */
const LATENCY = /^\s*\S.*?-(\d{1,10})\s+(\d{1,5})([dDbX.])(\S)(\S)\S{0,3}\s+(\d+)us[ +!#*@$]?:\s/;

/** A task name has at most 15 bytes; a quoted line may have a few more before it. */
const FURTHEST = 48;

/**
 * Reads a line whose task column is not 16 wide: pasted text that lost its indent, or the latency format. A line that
 * can be read in two ways is refused: a task may choose its name.
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
  return found || readLatency(bytes, start, end, event, rest);
}

function readLatency(bytes: Uint8Array, start: number, end: number, event: TraceEvent, rest: HeadEnd): boolean {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 160)));
  const match = LATENCY.exec(text);
  if (match === null) return false;
  // The columns after the time stamp are those of every other format; give them a head that says nothing.
  const stand = new TextEncoder().encode(' 1 [0] 1: ');
  const tail = bytes.subarray(start + match[0].length, end);
  const line = new Uint8Array(stand.length + tail.length + 1);
  line.set(stand);
  line.set(tail, stand.length);
  line[line.length - 1] = 10;
  if (!readColumns(line, 1, line.length - 1, event, rest)) return false;
  const shift = start + match[0].length - stand.length;
  rest.nameStart += shift;
  rest.nameEnd += shift;
  rest.payload += shift;
  event.pid = Number(match[1]);
  event.cpu = Number(match[2]);
  event.irqs = IRQS_OF_FLAG[match[3].charCodeAt(0)];
  event.context = CONTEXT_OF_FLAG[match[5].charCodeAt(0) & 255];
  event.ticks = Number(match[6]);
  event.fraction = 0;
  return true;
}
