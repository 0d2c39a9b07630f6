import { isWord } from './event-name.ts';
import { EVENT_NAMES } from './events.ts';

const SPACE = 32;
const DASH = 45;
const COLON = 58;
const LBRACKET = 91;
const RBRACKET = 93;
/** A line with columns, a name and a payload is longer than this; a shorter payload cannot hold another line. */
export const SHORTEST_LINE = 48;
/** The shortest name of an event that rules need. */
const SHORTEST_NAME = 7;
const decoder = new TextDecoder();

/** Whether a line ends in blanks that no printer writes: the columns of a second one that was cut behind it. */
export const endsInColumns = (bytes: Uint8Array, from: number, end: number): boolean =>
  end - from > 2 && bytes[end - 1] === SPACE && bytes[end - 2] === SPACE;

/** Whether a second line is behind the first without a newline: columns of a CPU in brackets, or the name of an event. */
export function holdsAnother(bytes: Uint8Array, from: number, end: number): boolean {
  if (endsInColumns(bytes, from, end)) return true;
  if (end - from < SHORTEST_LINE) return false;
  for (let at = bytes.indexOf(LBRACKET, from); at >= 0 && at < end; at = bytes.indexOf(LBRACKET, at + 1)) {
    if (bytes[at - 1] !== SPACE) continue;
    let digits = at + 1;
    while (bytes[digits] >= 48 && bytes[digits] <= 57) digits++;
    // `[120]` is a priority in what trace-cmd prints for sched_switch; a CPU has a thread ID right before it.
    if (digits - at > 3 && bytes[digits] === RBRACKET && isThread(bytes, at - 1, from)) return true;
  }
  for (let at = bytes.indexOf(COLON, from); at >= 0 && at < end; at = bytes.indexOf(COLON, at + 1)) {
    let start = at;
    while (start > from && isWord(bytes[start - 1])) start--;
    if (at - start >= SHORTEST_NAME && start > from && EVENT_NAMES.has(decoder.decode(bytes.subarray(start, at))))
      return true;
  }
  return false;
}

/** `-1200    ` or `  1200 ` before `at`. */
function isThread(bytes: Uint8Array, at: number, from: number): boolean {
  let last = at;
  while (last > from && bytes[last] === SPACE) last--;
  let first = last;
  while (first > from && bytes[first] >= 48 && bytes[first] <= 57) first--;
  return first < last && (bytes[first] === DASH || bytes[first] === SPACE);
}
