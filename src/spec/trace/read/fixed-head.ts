import { CONTEXT_OF_FLAG, IRQS_OF_FLAG } from './flags.ts';
import type { TraceEvent } from './events.ts';

/** Where the name of the event starts in a line with these columns. */
export const NAME_AT = 51;
/** A line with these columns, a name and a payload has at least so many bytes. */
const SHORTEST = NAME_AT + 5;
/** CPU numbers have three digits here. */
const CPUS = 1000;

const SPACE = 32;
const DASH = 45;
const DOT = 46;
const ZERO = 48;

/**
 * The columns as ftrace prints them nearly always, at their places:
 *
 *     <16 task>-<7 thread> [<3 CPU>] <5 flags> <5 seconds>.<6 microseconds>: <name>
 *
 * Four bytes are looked at at a time, and what seldom changes from line to line is compared with the last time rather than
 * read again. Whatever differs is left to the closer look of `readHead`.
 */
export class FixedHead {
  /** The seconds of the last line, as bytes and as microseconds. */
  #seconds = 0;
  #lastSecond = 0;
  #base = -1;
  /** The thread of the last line of each CPU, as bytes and as a number. */
  readonly #threads = new Int32Array(CPUS * 2);
  readonly #pids = new Int32Array(CPUS).fill(-1);

  read(view: DataView, bytes: Uint8Array, start: number, end: number, event: TraceEvent): boolean {
    if (end - start < SHORTEST || bytes[start + 16] !== DASH) return false;
    // "[000", without the bracket and without what makes digits of numbers.
    const cpus = view.getInt32(start + 25, true) ^ 0x3030305b;
    if ((((cpus + 0x76767600) | cpus) & 0x808080ff) !== 0) return false;
    // "] d.", of which the bracket and the space are fixed.
    const flags = view.getInt32(start + 29, true);
    if ((flags & 0xffff) !== 0x205d) return false;
    if (bytes[start + 36] !== SPACE || bytes[start + 42] !== DOT) return false;
    // "1234" and "56: " of the microseconds.
    const upper = view.getInt32(start + 43, true) ^ 0x30303030;
    const lower = view.getInt32(start + 47, true) ^ 0x203a3030;
    if ((((upper + 0x76767676) | upper) & 0x80808080) !== 0) return false;
    if ((((lower + 0x7676) | lower) & 0xffff8080) !== 0) return false;
    const seconds = view.getInt32(start + 37, true);
    const lastSecond = bytes[start + 41];
    if (seconds !== this.#seconds || lastSecond !== this.#lastSecond) {
      this.#base = microseconds(bytes, start + 37);
      this.#seconds = seconds;
      this.#lastSecond = lastSecond;
    }
    if (this.#base < 0) return false;
    const cpu = ((cpus >> 8) & 0xff) * 100 + ((cpus >> 16) & 0xff) * 10 + (cpus >> 24);
    const former = view.getInt32(start + 17, true);
    const latter = view.getInt32(start + 21, true);
    if (this.#threads[cpu * 2] !== former || this.#threads[cpu * 2 + 1] !== latter) {
      this.#pids[cpu] = threadOf(bytes, start + 17);
      this.#threads[cpu * 2] = former;
      this.#threads[cpu * 2 + 1] = latter;
    }
    const pid = this.#pids[cpu];
    if (pid < 0) return false;
    event.cpu = cpu;
    event.pid = pid;
    event.irqs = IRQS_OF_FLAG[(flags >> 16) & 0xff];
    event.context = CONTEXT_OF_FLAG[bytes[start + 33]];
    event.ticks = this.#base + fourDigits(upper) * 100 + (lower & 0xff) * 10 + ((lower >> 8) & 0xff);
    event.fraction = 6;
    return true;
  }
}

/** Four digits as bytes, the first in the low byte. */
function fourDigits(word: number): number {
  const pairs = word * 10 + (word >> 8);
  return (pairs & 0xff) * 100 + ((pairs >> 16) & 0xff);
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

/** Seven columns of a thread ID, left-aligned, and a space; -1 where they are something else. */
function threadOf(bytes: Uint8Array, from: number): number {
  let pid = 0;
  let at = from;
  for (; at < from + 7; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) break;
    pid = pid * 10 + digit;
  }
  if (at === from) return -1;
  for (; at < from + 8; at++) if (bytes[at] !== SPACE) return -1;
  return pid;
}
