import type { InputBuffer } from './input-buffer.ts';
import type { TraceListener } from './listener.ts';
import { readMark, type Mark } from './marks.ts';
import type { ReadingTally } from './tally.ts';

/** A line longer than this is no trace line. */
export const LONGEST_LINE = 1 << 16;

export type TraceFormat = 'ftrace' | 'trace-cmd' | 'perf script';

/** Lines without event columns: headers, comments, markers of lost events, and what could be anything. */
export class OtherLines {
  readonly #input: InputBuffer;
  readonly #tally: ReadingTally;
  readonly #listener: TraceListener;
  /** Undefined until a header or the columns tell. */
  format: TraceFormat | undefined;

  constructor(input: InputBuffer, tally: ReadingTally, listener: TraceListener) {
    this.#input = input;
    this.#tally = tally;
    this.#listener = listener;
  }

  /** Takes the line `start..end`, which is counted already. */
  mark(start: number, end: number): void {
    const { bytes } = this.#input;
    const { counts } = this.#tally;
    const mark: Mark = end - start > LONGEST_LINE ? { kind: 'unknown' } : readMark(this.#tally.text(bytes, start, end));
    switch (mark.kind) {
      case 'lost':
        return this.lost(mark.cpu, mark.events, counts.lines);
      case 'header':
        this.format ??= mark.format;
        counts.passedOver++;
        return;
      case 'overwritten':
        counts.overwritten += mark.events;
        counts.passedOver++;
        return;
      case 'ignored':
        counts.passedOver++;
        return;
      case 'unknown':
        this.garbled(start, end);
    }
  }

  /** Events were lost; `cpu` is -1 where the line names none. */
  lost(cpu: number, events: number | undefined, line: number): void {
    this.#tally.counts.lostMarkers++;
    this.#tally.counts.lostEvents += events ?? 0;
    this.#listener.gap(cpu, { kind: 'lost', events }, line);
  }

  /** The line, which is counted already, could be anything. */
  garbled(start: number, end: number): void {
    const { counts } = this.#tally;
    counts.notUnderstood++;
    this.#tally.sample(counts.lines, this.#input.bytes, start, end);
    this.#listener.gap(-1, { kind: 'garbled' }, counts.lines);
  }
}
