import { byteOrderMark, refuseBinary } from './not-a-trace.ts';

/**
 * Makes the reader's buffer. Where the array's own `indexOf` is faster than that of Uint8Array, as that of Node's Buffer
 * is, lines are found faster.
 */
export type Allocate = (size: number) => Uint8Array;

const NEWLINE = 10;
const FIRST_SIZE = 1 << 16;
/** Columns and words are read without bounds checks, so so many bytes follow the text. */
const SLACK = 64;

/** The text that is not read yet, in one piece of memory that is used again and again. */
export class InputBuffer {
  readonly #allocate: Allocate;
  bytes: Uint8Array;
  /** The same memory, for reads of four bytes. */
  view: DataView;
  /** Bytes that hold text. */
  used = 0;
  /** Bytes of the input so far. */
  consumed = 0;

  constructor(allocate: Allocate) {
    this.#allocate = allocate;
    this.bytes = allocate(FIRST_SIZE);
    this.view = viewOf(this.bytes);
  }

  /** Memory for so many bytes behind the text: what is written there can be appended without a copy. */
  space(size: number): Uint8Array {
    const needed = this.used + size + SLACK;
    if (needed > this.bytes.length) {
      const larger = this.#allocate(Math.max(needed, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.used));
      this.bytes = larger;
      this.view = viewOf(larger);
    }
    return this.bytes.subarray(this.used, this.used + size);
  }

  /** Takes the chunk, a copy of it where it is not in `space`. Throws NotATraceError where the input begins like a binary recording. */
  append(chunk: Uint8Array): void {
    const place = this.space(chunk.length);
    const inPlace = chunk.buffer === place.buffer && chunk.byteOffset === place.byteOffset;
    if (!inPlace) place.set(chunk);
    this.used += chunk.length;
    this.consumed += chunk.length;
    if (this.consumed === this.used) this.#begins();
    // A newline stops every loop that looks at columns.
    this.bytes[this.used] = NEWLINE;
  }

  /** Keeps the bytes from `from` on for the next piece. */
  keep(from: number): void {
    this.bytes.copyWithin(0, from, this.used);
    this.used -= from;
  }

  /** The last newline before `end`, or -1. */
  lastNewline(end: number): number {
    return end <= 0 ? -1 : this.bytes.lastIndexOf(NEWLINE, end - 1);
  }

  #begins(): void {
    const head = this.bytes.subarray(0, Math.min(this.used, 16));
    refuseBinary(head);
    const mark = byteOrderMark(head);
    if (mark > 0) this.keep(mark);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
