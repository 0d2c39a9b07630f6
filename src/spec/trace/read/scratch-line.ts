const NEWLINE = 10;
/** Columns and words are read without bounds checks. */
const SLACK = 64;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One line in memory of its own, for readers of bytes. */
export class ScratchLine {
  bytes: Uint8Array = new Uint8Array(1024);
  /** The same memory, for reads of four bytes. */
  view = new DataView(this.bytes.buffer);
  /** The newline after the line. */
  end = 0;

  write(text: string): this {
    const most = text.length * 3 + SLACK;
    if (this.bytes.length < most) {
      this.bytes = new Uint8Array(most * 2);
      this.view = new DataView(this.bytes.buffer);
    }
    const { written } = encoder.encodeInto(text, this.bytes);
    this.end = written;
    this.bytes.fill(0, written, written + SLACK);
    this.bytes[written] = NEWLINE;
    return this;
  }

  /** What was written, from a byte on. */
  text(from: number): string {
    return decoder.decode(this.bytes.subarray(from, this.end));
  }
}
