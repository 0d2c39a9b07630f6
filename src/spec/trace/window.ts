import type { TraceEvent } from './read/events.ts';
import type { WindowLine } from './findings.ts';

/** Lines kept before a violation, its own included. */
const LINES_BEFORE = 8;
/** Lines kept after it. */
export const LINES_AFTER = 3;
const LONGEST = 400;
const NEWLINE = 10;

/**
 * The last lines of one CPU. A line is the place where it starts while its bytes live and becomes text only when the bytes
 * are about to go, so a line that nobody asks for costs two stores.
 */
export class LineWindow {
  readonly #starts = new Int32Array(LINES_BEFORE);
  readonly #lines = new Float64Array(LINES_BEFORE);
  readonly #texts: string[] = Array.from({ length: LINES_BEFORE }, () => '');
  /** Lines so far, and how many of them have become text. */
  #count = 0;
  #settled = 0;

  add(event: TraceEvent): void {
    const slot = this.#count++ % LINES_BEFORE;
    this.#starts[slot] = event.start;
    this.#lines[slot] = event.line;
  }

  /** Makes text of the lines whose bytes are about to go. */
  settle(bytes: Uint8Array): void {
    for (let index = Math.max(this.#settled, this.#count - LINES_BEFORE); index < this.#count; index++) {
      const slot = index % LINES_BEFORE;
      this.#texts[slot] = textAt(bytes, this.#starts[slot]);
    }
    this.#settled = this.#count;
  }

  /** The lines, oldest first. */
  read(bytes: Uint8Array): WindowLine[] {
    const lines: WindowLine[] = [];
    for (let index = Math.max(0, this.#count - LINES_BEFORE); index < this.#count; index++) {
      const slot = index % LINES_BEFORE;
      const text = index < this.#settled ? this.#texts[slot] : textAt(bytes, this.#starts[slot]);
      lines.push({ line: this.#lines[slot], text });
    }
    return lines;
  }
}

const decoder = new TextDecoder();

export function lineText(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, Math.min(end, start + LONGEST))).trimEnd();
}

/** The line that starts there; a newline ends it. */
function textAt(bytes: Uint8Array, start: number): string {
  return lineText(bytes, start, bytes.indexOf(NEWLINE, start));
}
