import { CONTEXT, EVENT, TraceEvent, type EventKind } from './events.ts';
import { FixedHead, NAME_AT } from './fixed-head.ts';
import { HeadEnd, readName } from './event-name.ts';
import { looksLikeHead, readHead } from './head.ts';
import { InputBuffer, type Allocate } from './input-buffer.ts';
import type { TraceListener } from './listener.ts';
import { EventNames } from './names.ts';
import { notATrace, NotATraceError } from './not-a-trace.ts';
import { readOddHead } from './odd-head.ts';
import { LONGEST_LINE, OtherLines, type TraceFormat } from './other-lines.ts';
import { readPayload, type PayloadReading } from './payload.ts';
import { ReadingTally } from './tally.ts';
import { WrappedLines } from './wrapped.ts';

const NEWLINE = 10;
const SPACE = 32;
const HASH = 35;
const COLON = 58;
/** Without one event line in so many bytes the input is something else. */
const PATIENCE = 1 << 20;

/**
 * Reads trace text in pieces of any size and in constant memory. A line is handed on when the start of the line after it
 * is known, since that one may be its wrapped end.
 */
export class TraceReader {
  readonly tally = new ReadingTally();
  readonly names = new EventNames();
  readonly #listener: TraceListener;
  readonly #input: InputBuffer;
  readonly #wrapped: WrappedLines;
  readonly #others: OtherLines;
  readonly #event = new TraceEvent();
  readonly #rest = new HeadEnd();
  readonly #fixed = new FixedHead();
  #heads = 0;
  #skipping = false;

  constructor(listener: TraceListener, allocate: Allocate = (size) => new Uint8Array(size)) {
    this.#listener = listener;
    this.#input = new InputBuffer(allocate);
    this.#wrapped = new WrappedLines(this.#input, this.tally);
    this.#others = new OtherLines(this.#input, this.tally, listener);
  }

  /** Undefined until a header or the columns tell. */
  get format(): TraceFormat | undefined {
    return this.#others.format;
  }

  /** Memory to read the next bytes of the input into, before `push` is given them: then they are not copied. */
  space(size: number): Uint8Array {
    return this.#input.space(size);
  }

  /** Takes the next bytes of the input; the array may be reused by the caller. Throws NotATraceError. */
  push(chunk: Uint8Array): void {
    const input = this.#input;
    input.append(chunk);
    const last = input.lastNewline(input.used);
    // The last whole line waits for the one after it.
    if (last >= 0) this.#keep(this.#scan(input.lastNewline(last) + 1, last + 1, false));
    if (input.used > LONGEST_LINE) this.#dropLongLine();
    if (this.#heads === 0 && this.format === undefined && input.consumed > PATIENCE) throw notATrace();
  }

  /** The input ends. Throws NotATraceError where nothing in it was an event line or a trace header. */
  end(): void {
    const input = this.#input;
    const whole = input.lastNewline(input.used) + 1;
    const rest = this.#scan(whole, whole, true);
    if (whole < input.used && !this.#skipping) this.#unterminated(rest);
    this.#listener.chunkEnds(input.bytes);
    input.used = 0;
    if (input.consumed === 0) throw new NotATraceError('the input is empty; expected the text of a trace');
    if (this.#heads === 0 && this.format === undefined) throw notATrace();
  }

  #keep(from: number): void {
    this.#listener.chunkEnds(this.#input.bytes);
    this.#input.keep(from);
  }

  /** Handles the lines that start before `stop`; text up to `limit` consists of whole lines. Answers where it stopped. */
  #scan(stop: number, limit: number, final: boolean): number {
    const { bytes, view } = this.#input;
    const event = this.#event;
    const rest = this.#rest;
    const { counts } = this.tally;
    const { names } = this;
    const { quick } = names;
    let at = 0;
    if (this.#skipping && limit > 0) {
      at = bytes.indexOf(NEWLINE) + 1;
      this.#skipping = false;
    }
    // Where the line at hand ends, if the line before it had to know; -1 if not.
    let found = -1;
    while (at < stop) {
      const end = found >= 0 ? found : bytes.indexOf(NEWLINE, at);
      found = -1;
      let id: number;
      const fixed = this.#fixed.read(view, bytes, at, end, event);
      const slot = fixed ? quick.find(view, at + NAME_AT) : -1;
      if (slot >= 0) {
        id = quick.id(slot);
        rest.colon = true;
        let payload = at + NAME_AT + quick.length(slot) + 2;
        while (bytes[payload] === SPACE) payload++;
        rest.payload = payload;
      } else {
        if (fixed) readName(bytes, at + NAME_AT, end, rest);
        else if (!readHead(bytes, at, end, event, rest) && !this.#odd(at, end)) {
          counts.lines++;
          this.#others.mark(at, end);
          at = end + 1;
          continue;
        }
        // Only perf script prints the system of an event before its name.
        if (bytes[rest.nameStart - 1] === COLON) this.#others.format ??= 'perf script';
        id = names.find(bytes, rest.nameStart, rest.nameEnd, rest.hash);
        if (fixed && rest.colon && rest.nameStart === at + NAME_AT)
          quick.learn(bytes, rest.nameStart, rest.nameEnd, id);
      }
      this.#heads++;
      const kind = names.kind(id);
      if (kind === EVENT.other || (!rest.colon && kind < EVENT.perfEventOpen)) {
        counts.lines++;
        counts.otherEvents++;
        if (id >= 0) names.counts[id]++;
        at = end + 1;
        continue;
      }
      event.fault = false;
      const reading = readPayload(kind, view, bytes, rest.payload, end, event);
      if (reading === 'foreign') {
        counts.lines++;
        counts.understood++;
        names.counts[id]++;
        at = end + 1;
        continue;
      }
      event.start = at;
      let unsure = reading === 'cut';
      if (!unsure && kind <= EVENT.kvmMsr) {
        found = end + 1 < limit ? bytes.indexOf(NEWLINE, end + 1) : -1;
        unsure = !looksLikeHead(bytes, end + 1, found);
      }
      const next = unsure ? this.#perhapsWrapped(kind, reading, end, limit, final) : this.#tell(kind, reading, end, 1);
      if (next < 0) return at;
      if (next !== end + 1) found = -1;
      names.counts[id]++;
      at = next;
    }
    return at;
  }

  /** An event whose line may go on in the next ones. Answers where the next line starts, -1 where more text must come first. */
  #perhapsWrapped(kind: EventKind, reading: PayloadReading, end: number, limit: number, final: boolean): number {
    const next = end + 1;
    const joined = this.#wrapped.end(next, limit, final);
    if (joined < 0) return -1;
    if (joined === next || (reading !== 'cut' && !this.#wrapped.isFault(next)))
      return this.#tell(kind, reading, end, 1);
    const lines = 1 + this.#wrapped.join(end, joined - 1);
    const { bytes, view } = this.#input;
    this.#event.fault = false;
    return this.#tell(
      kind,
      readPayload(kind, view, bytes, this.#rest.payload, joined - 1, this.#event),
      joined - 1,
      lines,
    );
  }

  /** Hands on the event in a line of so many pieces. Answers where the next line starts. */
  #tell(kind: EventKind, reading: PayloadReading, end: number, lines: number): number {
    const event = this.#event;
    const { bytes } = this.#input;
    const { counts } = this.tally;
    event.line = counts.lines + 1;
    counts.lines += lines;
    if (lines > 1) counts.passedOver += lines - 1;
    counts.understood++;
    // A wrapped line may turn out to be about an MSR that no rule speaks of.
    if (reading === 'foreign') return end + 1;
    event.kind = kind;
    event.end = end;
    if (event.context === CONTEXT.hardirq && this.#others.format === 'trace-cmd') event.context = CONTEXT.irqOrNmi;
    if (kind === EVENT.lost) this.#others.lost(event.cpu, undefined, event.line);
    else if (reading === 'whole') this.#listener.event(event, bytes);
    else {
      this.tally.sample(event.line, bytes, event.start, end);
      this.#listener.stamp(event);
      this.#listener.gap(event.cpu, { kind: 'cut' }, event.line);
    }
    return end + 1;
  }

  #odd(start: number, end: number): boolean {
    const { bytes } = this.#input;
    return bytes[start] !== HASH && end > start && readOddHead(bytes, start, end, this.#event, this.#rest);
  }

  /** A last line without its newline may have lost its end: it is counted, not judged. */
  #unterminated(start: number): void {
    const { bytes, used } = this.#input;
    const { counts } = this.tally;
    if (start >= used) return;
    counts.lines++;
    if (!readHead(bytes, start, used, this.#event, this.#rest)) return this.#others.garbled(start, used);
    this.#heads++;
    counts.notUnderstood++;
    this.#event.line = counts.lines;
    this.#listener.stamp(this.#event);
    this.tally.sample(counts.lines, bytes, start, used);
  }

  #dropLongLine(): void {
    const input = this.#input;
    const whole = input.lastNewline(input.used) + 1;
    this.#scan(whole, whole, true);
    if (input.used - whole <= LONGEST_LINE) return this.#keep(whole);
    if (!this.#skipping) {
      this.tally.counts.lines++;
      this.#others.garbled(whole, input.used);
    }
    this.#keep(input.used);
    this.#skipping = true;
  }
}
