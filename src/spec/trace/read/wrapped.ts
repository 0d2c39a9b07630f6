import { TraceEvent } from './events.ts';
import { HeadEnd } from './event-name.ts';
import { looksLikeHead, readHead } from './head.ts';
import type { InputBuffer } from './input-buffer.ts';
import { readMark } from './marks.ts';
import { readOddHead } from './odd-head.ts';
import type { ReadingTally } from './tally.ts';

const NEWLINE = 10;
const SPACE = 32;
const HASH = 35;
const LPAREN = 40;
const CAPITAL_G = 71;
/** A wrapped line has at most so many further pieces. */
const MOST_PIECES = 3;

/** Finds the lines that are the wrapped end of the one before, as mail programs make them. */
export class WrappedLines {
  readonly #input: InputBuffer;
  readonly #tally: ReadingTally;
  readonly #event = new TraceEvent();
  readonly #rest = new HeadEnd();

  constructor(input: InputBuffer, tally: ReadingTally) {
    this.#input = input;
    this.#tally = tally;
  }

  /**
   * End of the lines that continue the one before `from`: `from` itself where there are none, -1 where more text must come
   * first. Text up to `limit` consists of whole lines; `final` says that nothing comes after it.
   */
  end(from: number, limit: number, final: boolean): number {
    const { bytes } = this.#input;
    let at = from;
    for (let pieces = 0; pieces < MOST_PIECES; pieces++) {
      if (at >= limit) return final ? at : -1;
      const end = bytes.indexOf(NEWLINE, at);
      if (looksLikeHead(bytes, at, end)) return at;
      if (readHead(bytes, at, end, this.#event, this.#rest)) return at;
      if (!this.isFault(at) && readMark(this.#tally.text(bytes, at, end)).kind !== 'unknown') return at;
      if (readOddHead(bytes, at, end, this.#event, this.#rest)) return at;
      at = end + 1;
    }
    return at;
  }

  /** `(#GP)` or `#GP` at the start of a line is the wrapped end of an MSR event, whole or not. */
  isFault(at: number): boolean {
    const { bytes } = this.#input;
    let first = at;
    while (bytes[first] === SPACE) first++;
    return bytes[first] === LPAREN || (bytes[first] === HASH && bytes[first + 1] === CAPITAL_G);
  }

  /** Makes one line of the pieces in `from..to`: newlines inside become spaces. Answers how many there were. */
  join(from: number, to: number): number {
    const { bytes } = this.#input;
    let joined = 0;
    for (let at = from; at < to; at++) {
      if (bytes[at] !== NEWLINE) continue;
      bytes[at] = SPACE;
      joined++;
    }
    return joined;
  }
}
