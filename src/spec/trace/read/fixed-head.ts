import { CONTEXT_OF_FLAG, IRQS_OF_FLAG } from './flags.ts';
import type { TraceEvent } from './events.ts';

/** Where the name of the event starts in a line with these columns. */
export const NAME_AT = 51;
/** A line with these columns, a name and a payload has at least so many bytes. */
const SHORTEST = NAME_AT + 5;

const SPACE = 32;
const DASH = 45;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
const LBRACKET = 91;
const RBRACKET = 93;

/**
 * The columns as ftrace prints them nearly always, at their places:
 *
 *     <16 task>-<7 thread> [<3 CPU>] <5 flags> <5 seconds>.<6 microseconds>: <name>
 *
 * Whatever differs is left to the closer look of `readHead`.
 */
export class FixedHead {
  /** The seconds of the last line, as bytes and as microseconds: they seldom change from line to line. */
  #seconds = 0;
  #lastSecond = 0;
  #base = -1;

  read(view: DataView, bytes: Uint8Array, start: number, end: number, event: TraceEvent): boolean {
    if (end - start < SHORTEST) return false;
    if (bytes[start + 16] !== DASH || bytes[start + 25] !== LBRACKET || bytes[start + 29] !== RBRACKET) return false;
    if (bytes[start + 36] !== SPACE || bytes[start + 42] !== DOT) return false;
    if (bytes[start + 49] !== COLON || bytes[start + 50] !== SPACE) return false;
    const cpu = number3(bytes, start + 26);
    const micros = number3(bytes, start + 43) * 1000 + number3(bytes, start + 46);
    if (cpu < 0 || micros < 0) return false;
    const seconds = view.getInt32(start + 37, true);
    const lastSecond = bytes[start + 41];
    if (seconds !== this.#seconds || lastSecond !== this.#lastSecond) {
      this.#base = microseconds(bytes, start + 37);
      this.#seconds = seconds;
      this.#lastSecond = lastSecond;
    }
    if (this.#base < 0) return false;
    let pid = 0;
    let at = start + 17;
    for (; at < start + 24; at++) {
      const digit = bytes[at] - ZERO;
      if (digit < 0 || digit > 9) break;
      pid = pid * 10 + digit;
    }
    if (bytes[at] !== SPACE) return false;
    event.cpu = cpu;
    event.pid = pid;
    event.irqs = IRQS_OF_FLAG[bytes[start + 31]];
    event.context = CONTEXT_OF_FLAG[bytes[start + 33]];
    event.ticks = this.#base + micros;
    event.fraction = 6;
    return true;
  }
}

/** Five columns of seconds, right-aligned; -1 where they are something else. */
function microseconds(bytes: Uint8Array, from: number): number {
  let seconds = 0;
  let digits = 0;
  for (let at = from; at < from + 5; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      seconds = seconds * 10 + digit;
      digits++;
    } else if (bytes[at] !== SPACE || digits > 0) return -1;
  }
  return digits === 0 ? -1 : seconds * 1e6;
}

/** Three digits; a large negative number where one is none. */
function number3(bytes: Uint8Array, at: number): number {
  const a = bytes[at] - ZERO;
  const b = bytes[at + 1] - ZERO;
  const c = bytes[at + 2] - ZERO;
  if (a < 0 || a > 9 || b < 0 || b > 9 || c < 0 || c > 9) return -1e9;
  return a * 100 + b * 10 + c;
}
