import { readColumns } from './columns.ts';
import type { TraceEvent } from './events.ts';
import type { HeadEnd } from './event-name.ts';

const MOST_OF_NAME = 15;
/** A quoted line may have a few more bytes before the task's name. */
const FURTHEST = 48;
/** The columns of a line up to its CPU, and of one that was cut somewhere in them before it. */
const BOTH_TASKS = 96;
const SPACE = 32;
const DASH = 45;
const COLON = 58;
const CAPITAL_M = 77;
const CAPITAL_V = 86;

/**
 * Reads a line whose task column is not 16 wide: pasted text that lost its indent, perf script with call chains. A line that
 * can be read in two ways is refused: a task may choose its name. So is one with a name and a colon before the task, as
 * `trace-cmd report` prints for each of several files, and perf script for a guest: it may be of another machine.
 */
export function readOddHead(bytes: Uint8Array, start: number, end: number, event: TraceEvent, rest: HeadEnd): boolean {
  let found = -1;
  let name = 0;
  const last = Math.min(end, start + FURTHEST);
  for (let at = start; at < last; at++) {
    const byte = bytes[at];
    if (byte === COLON && found < 0 && (bytes[at + 1] === SPACE || isGuest(bytes, at))) return false;
    if (byte !== DASH && byte !== SPACE) continue;
    if (!readColumns(bytes, at + 1, end, event, rest, false)) continue;
    if (found >= 0 && rest.nameStart !== name) return false;
    found = at + 1;
    name = rest.nameStart;
    // The dash of `vm-12` and nothing before it: `a-1 [0] 5: b-2 [1] ...` would give two different names.
  }
  // Later attempts have left their own numbers.
  return found >= 0 && readColumns(bytes, found, end, event, rest, false);
}

const decoder = new TextDecoder();

/**
 * Whether the columns before a time hold more than one task: the start of a line that was cut, and the whole line behind it,
 * as `CPU 0       CPU 0/KVM-200     [000]` or `vm-100     [000]       vm-100     [000]`. `start..end` is the line.
 */
export function holdsTwoTasks(bytes: Uint8Array, start: number, end: number): boolean {
  const head = decoder.decode(bytes.subarray(start, Math.min(end, start + BOTH_TASKS)));
  const [, name = '', behind = ''] = /^(.*?)[- ] *\d+ +\[\d+\](.*)/s.exec(head) ?? [];
  const task = name.trim();
  return (task.length > MOST_OF_NAME && /\S {2,}\S/.test(task)) || /^ [^:]*[- ]\d+ +\[\d+\] /.test(behind);
}

/** `VM:12345 ` of perf script is before what a guest recorded of itself; perf puts no blank there where the number is wide. */
function isGuest(bytes: Uint8Array, colon: number): boolean {
  return bytes[colon - 1] === CAPITAL_M && bytes[colon - 2] === CAPITAL_V;
}

/** Whether the line is of a guest, whatever columns it has. */
export function isOfGuest(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === CAPITAL_V && bytes[start + 1] === CAPITAL_M && bytes[start + 2] === COLON;
}
