import { isAmdMsr } from '../msrs.ts';
import { CONTEXT, EVENT, TraceEvent, type EventKind } from './events.ts';
import { HeadEnd } from './event-name.ts';
import { cleanLine } from './clean-line.ts';
import { readHead } from './head.ts';
import type { InputBuffer } from './input-buffer.ts';
import type { TraceListener } from './listener.ts';
import type { LooseEvent } from './loose-event.ts';
import { readLoose, spaced } from './loose-line.ts';
import { MailMode, type LogicalLine } from './mail-mode.ts';
import { readMark } from './marks.ts';
import { hashOf, type EventNames } from './names.ts';
import { holdsTwoTasks, isOfGuest, readOddHead } from './odd-head.ts';
import type { OtherLines } from './other-lines.ts';
import { endsInFault, readPayload, type PayloadReading } from './payload.ts';
import { ScratchLine } from './scratch-line.ts';
import { endsInColumns, holdsAnother } from './second-line.ts';
import type { ReadingTally } from './tally.ts';
import { isWrappedEnd, unknownLine } from './unknown-line.ts';

const NEWLINE = 10;
const SPACE = 32;
const COLON = 58;
const MOST_PIECES = 3;
/** `(#GP)` or `#GP` at the start of a line is the wrapped end of an MSR event, whole or not. */
const FAULT = /^\s*(?:\(|#G)/;

/** What the piece of a value, or of its fault, begins with; noise that begins in another way takes nothing away. */
const GOES_ON = /^\s*[\da-fx(#]/i;

/** The time of a line: `512.000001: `, and in the latency format `12us!: ` or `700000.212ms (+0.001ms): `. */
const STAMP = /\d(?:\.\d{3,9}: |[um]s\b[^:]{0,16}: )/g;

/** What a line turned out to be. */
type Reading =
  | { readonly kind: 'event'; readonly id: number; readonly event: EventKind }
  /** `damaged`: it has columns, and no event that can be read. */
  | { readonly kind: 'ignored' | 'damaged' | 'unknown' };

interface Source {
  readonly input: InputBuffer;
  readonly tally: ReadingTally;
  readonly names: EventNames;
  readonly others: OtherLines;
  readonly listener: TraceListener;
}

/**
 * Reads the lines that are not as a printer writes them: quoted, wrapped, coloured, with the prefix of a log, of another
 * printer, or with prose between them. Slower than the reader's own loop and asked only where that one fails.
 */
export class CloserLook {
  readonly mail = new MailMode();
  /** The last line whose bytes are gone. */
  before = '';
  /** Lines that show an event or a header of a printer. */
  heads = 0;
  readonly #from: Source;
  readonly #scratch = new ScratchLine();
  readonly #event = new TraceEvent();
  readonly #rest = new HeadEnd();
  /** Number of the last line that is not an event. */
  #otherLine = 0;
  /** What grep said of the last line. */
  #file: string | undefined;
  #number: number | undefined;

  constructor(from: Source) {
    this.#from = from;
  }

  /** Takes the line that starts at `at`, and what belongs to it. Returns where the next one starts, -1 where more text must come first. */
  take(at: number, limit: number, final: boolean): number {
    const { bytes } = this.#from.input;
    const line = this.mail.line(bytes, at, limit, final);
    if (line === undefined) return -1;
    const end = bytes.indexOf(NEWLINE, at);
    const { others, tally } = this.#from;
    if (this.mail.isHeader(line.text, tally.counts.lines === 0)) {
      if (MailMode.begins(line.text)) others.elided(line.lines);
      else others.passOver(line.lines);
      return this.#noEvent(line.next);
    }
    // What a line that was cut near its start leaves, since task names are aligned by spaces.
    if (/^ +$/.test(line.text)) {
      others.garbled(at, end, line.lines);
      return this.#noEvent(line.next);
    }
    const clean = cleanLine(line.text);
    // The same behind the mark of a quote; an empty line that is quoted has one blank at most.
    if (clean.text.trim() === '' && line.text.endsWith('  ')) {
      others.garbled(at, end, line.lines);
      return this.#noEvent(line.next);
    }
    const seen = this.#read(clean.text, this.#event);
    if (seen.kind === 'event' || seen.kind === 'ignored') this.#follow(clean.file, clean.number, line.lines);
    switch (seen.kind) {
      case 'ignored':
        others.passOver(line.lines);
        return this.#noEvent(line.next);
      case 'event':
        this.heads++;
        return this.#eventLine(seen, line, { at, end, limit, final });
      case 'damaged':
        return this.#damaged(at, end, line.lines, line.next);
      case 'unknown':
        this.#unknown(clean.text, line, at, end);
        return line.next;
    }
  }

  /** Columns, another printer's line, or neither. Fills the event and the scratch line. */
  #read(text: string, event: TraceEvent): Reading {
    const { names, others } = this.#from;
    const { bytes, end } = this.#scratch.write(text);
    const rest = this.#rest;
    // One of the host may be behind it without a newline.
    if (isOfGuest(bytes, 0)) return { kind: (text.match(STAMP)?.length ?? 0) > 1 ? 'damaged' : 'ignored' };
    if (readHead(bytes, 0, end, event, rest) || readOddHead(bytes, 0, end, event, rest)) {
      if (!rest.named || holdsTwoTasks(bytes, 0, end)) return { kind: 'damaged' };
      if (bytes[rest.nameStart - 1] === COLON) others.format ??= 'perf script';
      const id = names.find(bytes, rest.nameStart, rest.nameEnd, rest.hash);
      return this.#named(id, rest.colon);
    }
    if (text !== '' && readMark(text).kind !== 'unknown') return { kind: 'unknown' };
    const loose = readLoose(text);
    if (loose === undefined) return { kind: 'unknown' };
    if (loose.kind === 'ignored') return loose;
    if (loose.printer !== undefined) others.format ??= loose.printer;
    return this.#loose(loose.event, event);
  }

  #loose(loose: LooseEvent, event: TraceEvent): Reading {
    const { payload, name, ...columns } = loose;
    Object.assign(event, columns);
    const { bytes } = this.#scratch.write(name);
    const id = this.#from.names.find(bytes, 0, name.length, hashOf(bytes, 0, name.length));
    this.#scratch.write(payload);
    this.#rest.payload = 0;
    return this.#named(id, true);
  }

  #named(id: number, colon: boolean): Reading {
    const kind = this.#from.names.kind(id);
    if (kind === EVENT.damaged) return { kind: 'damaged' };
    return { kind: 'event', id, event: colon || isSystemCall(kind) ? kind : EVENT.other };
  }

  /** The event, with the next lines where they are its wrapped end. */
  #eventLine(
    seen: { readonly id: number; readonly event: EventKind },
    line: LogicalLine,
    place: { readonly at: number; readonly end: number; readonly limit: number; readonly final: boolean },
  ): number {
    const { tally, names, input } = this.#from;
    if (endsInColumns(input.bytes, place.at, place.end)) {
      return this.#damaged(place.at, place.end, line.lines, line.next);
    }
    const kind = seen.event;
    const event = this.#event;
    event.line = tally.counts.lines + 1;
    event.start = place.at;
    event.end = place.end;
    if (kind === EVENT.other) {
      const { bytes, end } = this.#scratch;
      if (holdsAnother(bytes, this.#rest.payload, end))
        return this.#damaged(place.at, place.end, line.lines, line.next);
      tally.counts.lines += line.lines;
      tally.counts.otherEvents++;
      tally.counts.passedOver += line.lines - 1;
      if (seen.id >= 0) names.counts[seen.id]++;
      return line.next;
    }
    let reading = this.#payload(kind);
    let { next, lines } = line;
    if (reading === 'cut' || kind <= EVENT.kvmMsr) {
      const joined = this.#join(kind, reading, line, place);
      if (joined === undefined) return -1;
      ({ reading, next, lines } = joined);
    }
    if (reading === 'cut') return this.#damaged(place.at, place.end, lines, next);
    names.counts[seen.id]++;
    this.#tell(kind, reading, lines, next);
    return next;
  }

  /** Adds lines to the payload until it is whole; undefined where more text must come first. */
  #join(
    kind: EventKind,
    first: PayloadReading,
    line: LogicalLine,
    { limit, final }: { readonly limit: number; readonly final: boolean },
  ): { reading: PayloadReading; next: number; lines: number } | undefined {
    const { bytes } = this.#from.input;
    let taken = { reading: first, next: line.next, lines: line.lines };
    let payload = this.#scratch.text(this.#rest.payload);
    let { next, lines } = line;
    const other = new TraceEvent();
    for (let pieces = 0; pieces < MOST_PIECES; pieces++) {
      const more = this.mail.line(bytes, next, limit, final);
      if (more === undefined) {
        if (!final && next >= limit) return undefined;
        break;
      }
      const { text } = cleanLine(more.text);
      const isFault = kind <= EVENT.kvmMsr && FAULT.test(text);
      if (taken.reading !== 'cut' && !isFault) {
        // A value that ends where the line ends may go on in a piece that was broken off.
        const broken = GOES_ON.test(text) && this.#read(text, other).kind === 'unknown' && !isElsewhere(text);
        if (broken) taken = { ...taken, reading: 'cut' };
        break;
      }
      if (!isFault && (text === '' || readMark(text).kind !== 'unknown' || this.#read(text, other).kind !== 'unknown'))
        break;
      payload = spaced(`${payload} ${text}`);
      this.#scratch.write(payload);
      this.#rest.payload = 0;
      ({ next } = more);
      lines += more.lines;
      const reading = this.#payload(kind);
      if (reading !== 'cut' || isFault) taken = { reading, next, lines };
      if (isFault) break;
    }
    this.#scratch.write(payload);
    this.#rest.payload = 0;
    return taken;
  }

  #payload(kind: EventKind): PayloadReading {
    const { bytes, view, end } = this.#scratch;
    this.#event.fault = false;
    return readPayload(kind, view, bytes, this.#rest.payload, end, this.#event);
  }

  #endsInFault(): boolean {
    return endsInFault(this.#scratch.bytes, this.#scratch.end);
  }

  #tell(kind: EventKind, reading: PayloadReading, lines: number, next: number): void {
    const { tally, others, listener, input } = this.#from;
    const event = this.#event;
    tally.counts.lines += lines;
    tally.counts.passedOver += lines - 1;
    tally.counts.understood++;
    if (reading === 'foreign') {
      tally.counts.foreign++;
      if (kind !== EVENT.kvmMsr && isAmdMsr(event.msr) && !this.#endsInFault()) listener.amd(event.line);
      return;
    }
    event.kind = kind;
    if (lines > 1) {
      // The excerpt shows them as one line.
      for (let at = event.start; at < next - 1; at++) if (input.bytes[at] === NEWLINE) input.bytes[at] = SPACE;
      event.end = next - 1;
    }
    if (event.context === CONTEXT.hardirq && others.format === 'trace-cmd') event.context = CONTEXT.irqOrNmi;
    if (kind === EVENT.lost) others.lost(event.cpu, undefined, event.line);
    else listener.event(event, input.bytes);
  }

  /** Columns, and no event that can be read. */
  #damaged(at: number, end: number, lines: number, next: number): number {
    const { listener, others, tally } = this.#from;
    this.#event.line = tally.counts.lines + 1;
    listener.stamp(this.#event);
    others.garbled(at, end, lines);
    return this.#noEvent(next);
  }

  /** No event and no piece of one that is cut. */
  #unknown(text: string, line: LogicalLine, at: number, end: number): void {
    const { others, tally } = this.#from;
    const afterEvent = tally.counts.lines > 0 && this.#otherLine !== tally.counts.lines;
    if (others.mark(text, line.lines)) return this.#lineIsOther();
    if (afterEvent && isWrappedEnd(this.#lineBefore(at), text)) return others.passOver(line.lines);
    const what = unknownLine(text);
    if (what === 'elided') others.elided(line.lines);
    else if (what === 'prose') others.prose(line.lines);
    else others.garbled(at, end, line.lines);
    this.#lineIsOther();
  }

  /** grep shows by its numbers, or by another file, that lines are missing. */
  #follow(file: string | undefined, number: number | undefined, lines: number): void {
    const { listener, tally } = this.#from;
    const line = tally.counts.lines + 1;
    const before = this.#number;
    if (this.#file !== file || (number !== undefined && before !== undefined && number !== before)) {
      if (line > 1) listener.gap(-1, { kind: 'elided' }, line);
    }
    this.#file = file;
    this.#number = number === undefined ? undefined : number + lines;
  }

  #noEvent(next: number): number {
    this.#lineIsOther();
    return next;
  }

  #lineIsOther(): void {
    this.#otherLine = this.#from.tally.counts.lines;
  }

  /** The line that ends right before `at`. */
  #lineBefore(at: number): string {
    if (at === 0) return this.before;
    const { bytes } = this.#from.input;
    const from = at < 2 ? 0 : bytes.lastIndexOf(NEWLINE, at - 2) + 1;
    return this.#from.tally.text(bytes, from, at - 1);
  }
}

/** A blank line, a mark or prose: what it says is not a piece of an event. */
function isElsewhere(text: string): boolean {
  return text === '' || readMark(text).kind !== 'unknown' || unknownLine(text) !== 'damaged';
}

/** `sys_ioctl(...)` of `trace` has no colon. */
function isSystemCall(kind: EventKind): boolean {
  return kind === EVENT.perfEventOpen || kind === EVENT.ioctl;
}
