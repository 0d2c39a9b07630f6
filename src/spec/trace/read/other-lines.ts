import type { InputBuffer } from './input-buffer.ts';
import type { TraceListener } from './listener.ts';
import { readMark, type Mark } from './marks.ts';
import type { ReadingTally } from './tally.ts';

/** The columns of an event and its name, behind something else: a newline is missing. */
const HOLDS_AN_EVENT =
  /\d\.\d{3,9}(?:ms)?(?: \([^)]*\))?: +(?:\w+:)?(?:write_msr|read_msr|kvm_\w+|sched_switch|nmi_handler):/;
/** A line longer than this is not a trace line. */
export const LONGEST_LINE = 1 << 16;

export type TraceFormat = 'ftrace' | 'trace-cmd' | 'perf script' | 'perf trace' | 'function_graph';

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

  /** Takes the line of so many pieces where it is a mark; false where it is something else. */
  mark(text: string, lines: number): boolean {
    const mark: Mark = readMark(text);
    if (mark.kind === 'unknown' || HOLDS_AN_EVENT.test(text)) return false;
    const { counts } = this.#tally;
    counts.lines += lines;
    counts.passedOver += lines;
    if (mark.kind === 'lost') this.lost(mark.cpu, mark.events, counts.lines);
    else if (mark.kind === 'header') this.format ??= mark.format;
    else if (mark.kind === 'overwritten') counts.overwritten += mark.events;
    return true;
  }

  /** Events were lost; `cpu` is -1 where the line names none. */
  lost(cpu: number, events: number | undefined, line: number): void {
    this.#tally.counts.lostMarkers++;
    this.#tally.counts.lostEvents += events ?? 0;
    this.#listener.gap(cpu, { kind: 'lost', events }, line);
  }

  /** So many lines, the first of which is `start..end`, could be anything. */
  garbled(start: number, end: number, lines = 1): void {
    const { counts } = this.#tally;
    counts.lines += lines;
    counts.notUnderstood += lines;
    const line = counts.lines - lines + 1;
    this.#tally.sample(line, this.#input.bytes, start, end);
    this.#listener.gap(-1, { kind: 'garbled' }, line);
  }

  /** Lines that say nothing of the host. */
  passOver(lines: number): void {
    this.#tally.counts.lines += lines;
    this.#tally.counts.passedOver += lines;
  }

  /** A sentence of a reader. */
  prose(lines: number): void {
    this.passOver(lines);
    this.#tally.counts.prose += lines;
    this.#listener.gap(-1, { kind: 'prose' }, this.#tally.counts.lines);
  }

  /** A sign that lines are left out. */
  elided(lines: number): void {
    this.passOver(lines);
    this.#listener.gap(-1, { kind: 'elided' }, this.#tally.counts.lines);
  }
}
