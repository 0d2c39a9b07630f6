import { isAmdMsr } from '../msrs.ts';
import { CloserLook } from './closer-look.ts';
import { CONTEXT, EVENT, TraceEvent, type EventKind } from './events.ts';
import { FixedHead, NAME_AT } from './fixed-head.ts';
import { HeadEnd, readName } from './event-name.ts';
import { looksLikeHead, readHead } from './head.ts';
import { InputBuffer, type Allocate } from './input-buffer.ts';
import type { TraceListener } from './listener.ts';
import { EventNames } from './names.ts';
import { notATrace, NotATraceError } from './not-a-trace.ts';
import { holdsTwoTasks, isOfGuest, readOddHead } from './odd-head.ts';
import { LONGEST_LINE, OtherLines, type TraceFormat } from './other-lines.ts';
import { endsInFault, readPayload } from './payload.ts';
import { holdsAnother } from './second-line.ts';
import { ReadingTally } from './tally.ts';

const NEWLINE = 10;
const TAB = 9;
const SPACE = 32;
const HASH = 35;
const COLON = 58;
/** A call chain has long lines behind a tab and short ones behind spaces. */
const LONGEST_MARK = 120;
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
  readonly #closer: CloserLook;
  readonly #others: OtherLines;
  readonly #event = new TraceEvent();
  readonly #rest = new HeadEnd();
  readonly #fixed = new FixedHead();
  #heads = 0;
  #skipping = false;

  constructor(listener: TraceListener, allocate: Allocate = (size) => new Uint8Array(size)) {
    this.#listener = listener;
    this.#input = new InputBuffer(allocate);
    const [input, tally, names] = [this.#input, this.tally, this.names];
    const others = new OtherLines(input, tally, listener);
    this.#others = others;
    this.#closer = new CloserLook({ input, tally, names, others, listener });
  }

  /** Undefined until a header or the columns tell. */
  get format(): TraceFormat | undefined {
    return this.#others.format;
  }

  get #unread(): string[] {
    return this.tally.samples.map(({ text }) => text);
  }

  get #read(): number {
    return this.#heads + this.#closer.heads;
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
    if (this.#read === 0 && this.format === undefined && input.consumed > PATIENCE) throw notATrace(this.#unread);
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
    if (this.#read === 0 && this.format === undefined) throw notATrace(this.#unread);
  }

  #keep(from: number): void {
    const { bytes } = this.#input;
    this.#listener.chunkEnds(bytes);
    if (from > 0) this.#closer.before = this.tally.text(bytes, bytes.lastIndexOf(NEWLINE, from - 2) + 1, from - 1);
    this.#input.keep(from);
  }

  /** Handles the lines that start before `stop`; text up to `limit` consists of whole lines. Returns where it stopped. */
  #scan(stop: number, limit: number, final: boolean): number {
    const { bytes, view } = this.#input;
    const event = this.#event;
    const rest = this.#rest;
    const { counts } = this.tally;
    const { names } = this;
    const { quick } = names;
    const closer = this.#closer;
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
      let kind: EventKind;
      const fixed = this.#fixed.read(view, bytes, at, end, event);
      const slot = fixed ? quick.find(view, at + NAME_AT) : -1;
      if (slot >= 0) {
        id = quick.id(slot);
        kind = names.kind(id);
        let payload = at + NAME_AT + quick.length(slot) + 2;
        while (bytes[payload] === SPACE) payload++;
        rest.payload = payload;
      } else {
        if (!closer.mail.quoted && this.#plainMark(at, end)) {
          at = end + 1;
          continue;
        }
        if (fixed) readName(bytes, at + NAME_AT, end, rest);
        const headed = fixed || (!closer.mail.quoted && this.#head(at, end));
        id = headed && rest.named ? names.find(bytes, rest.nameStart, rest.nameEnd, rest.hash) : -1;
        kind = headed && rest.named ? names.kind(id) : EVENT.damaged;
        if (kind === EVENT.damaged) {
          const next = closer.take(at, limit, final);
          if (next < 0) return at;
          at = next;
          continue;
        }
        // Only perf script prints the system of an event before its name.
        if (bytes[rest.nameStart - 1] === COLON) this.#others.format ??= 'perf script';
        if (!rest.colon && kind !== EVENT.perfEventOpen && kind !== EVENT.ioctl) kind = EVENT.other;
        else if (fixed && rest.colon && rest.nameStart === at + NAME_AT)
          quick.learn(bytes, rest.nameStart, rest.nameEnd, id);
      }
      if (kind === EVENT.other && !holdsAnother(bytes, rest.payload, end)) {
        this.#heads++;
        counts.lines++;
        counts.otherEvents++;
        if (id >= 0) names.counts[id]++;
        at = end + 1;
        continue;
      }
      event.fault = false;
      const reading = kind === EVENT.other ? 'cut' : readPayload(kind, view, bytes, rest.payload, end, event);
      if (reading === 'foreign') {
        this.#heads++;
        counts.lines++;
        counts.understood++;
        counts.foreign++;
        names.counts[id]++;
        if (kind !== EVENT.kvmMsr && isAmdMsr(event.msr) && !endsInFault(bytes, end)) this.#listener.amd(counts.lines);
        at = end + 1;
        continue;
      }
      let unsure = reading === 'cut';
      if (!unsure && kind <= EVENT.kvmMsr) {
        found = end + 1 < limit ? bytes.indexOf(NEWLINE, end + 1) : -1;
        unsure = !looksLikeHead(bytes, end + 1, found);
      }
      if (unsure) {
        found = -1;
        const next = closer.take(at, limit, final);
        if (next < 0) return at;
        at = next;
        continue;
      }
      this.#heads++;
      event.start = at;
      event.end = end;
      event.kind = kind;
      event.line = ++counts.lines;
      counts.understood++;
      names.counts[id]++;
      if (event.context === CONTEXT.hardirq && this.#others.format === 'trace-cmd') event.context = CONTEXT.irqOrNmi;
      if (kind === EVENT.lost) this.#others.lost(event.cpu, undefined, event.line);
      else this.#listener.event(event, bytes);
      at = end + 1;
    }
    return at;
  }

  /** A comment, a blank line or a line of a call chain that is a mark as it stands. */
  #plainMark(at: number, end: number): boolean {
    const { bytes } = this.#input;
    const first = bytes[at];
    if (first !== HASH && first !== TAB && first > SPACE) return false;
    if (first === SPACE && end - at > LONGEST_MARK) return false;
    if (end - at > LONGEST_LINE) return false;
    if (this.#heads === 0 && this.tally.counts.lines === 0 && end === at) return false;
    return this.#others.mark(this.tally.text(bytes, at, end), 1);
  }

  #head(at: number, end: number): boolean {
    const { bytes } = this.#input;
    if (isOfGuest(bytes, at)) return false;
    if (readHead(bytes, at, end, this.#event, this.#rest)) return true;
    if (bytes[at] === HASH || end <= at || !readOddHead(bytes, at, end, this.#event, this.#rest)) return false;
    return !holdsTwoTasks(bytes, at, end);
  }

  /** A last line without its newline may have lost its end: it is counted, not judged. */
  #unterminated(start: number): void {
    const { bytes, used } = this.#input;
    const { counts } = this.tally;
    if (start >= used) return;
    if (!readHead(bytes, start, used, this.#event, this.#rest)) return this.#others.garbled(start, used);
    this.#heads++;
    counts.lines++;
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
      this.#others.garbled(whole, input.used);
    }
    this.#keep(input.used);
    this.#skipping = true;
  }
}
