import { CONTEXT, EVENT, TraceEvent, type EventKind } from './events.ts';
import { FixedHead, NAME_AT } from './fixed-head.ts';
import { HeadEnd, looksLikeHead, readHead } from './head.ts';
import { readMark, type Mark } from './marks.ts';
import { EventNames } from './names.ts';
import { readOddHead } from './odd-head.ts';
import { readPayload } from './payload.ts';

/** Why what was known is not known any more. */
export type Gap =
  | { readonly kind: 'lost'; readonly events: number | undefined }
  /** A line that could be anything. */
  | { readonly kind: 'garbled' }
  /** An event that a rule needs, without its values. */
  | { readonly kind: 'cut' };

export interface TraceListener {
  /** An event that rules need. The record is reused: copy what must last. `bytes` hold it until `chunkEnds`. */
  event(event: TraceEvent, bytes: Uint8Array): void;
  /** A line whose columns are read and whose event is not: its time tells whether lines are out of order. */
  stamp(event: TraceEvent): void;
  /** `cpu` is -1 where every CPU is concerned. `event.line` is the line that shows the gap. */
  gap(cpu: number, gap: Gap, line: number): void;
  /** The bytes of the lines so far are about to be overwritten. */
  chunkEnds(bytes: Uint8Array): void;
}

/**
 * Makes the reader's buffer. Where the array's own `indexOf` is faster than that of Uint8Array, as that of Node's Buffer
 * is, lines are found faster.
 */
export type Allocate = (size: number) => Uint8Array;

/** The input is no trace text. */
export class NotATraceError extends Error {
  override readonly name = 'NotATraceError';
}

export interface ReadingCounts {
  lines: number;
  /** Events of a kind that rules need. */
  understood: number;
  /** Comments, blank lines, stack traces, wrapped ends of lines. */
  passedOver: number;
  /** Events that no rule needs. */
  otherEvents: number;
  notUnderstood: number;
  lostMarkers: number;
  lostEvents: number;
  /** Events that the ring buffer dropped before the first line. */
  overwritten: number;
}

const NEWLINE = 10;
const SPACE = 32;
const HASH = 35;
const LPAREN = 40;
const CAPITAL_G = 71;
/** A line longer than this is no trace line. */
const LONGEST_LINE = 1 << 16;
/** Without one event line in so many bytes the input is something else. */
const PATIENCE = 1 << 20;
const MOST_SAMPLES = 5;
/** A wrapped line has at most so many further pieces. */
const MOST_PIECES = 3;

/**
 * Reads trace text in pieces of any size and in constant memory. A line is handed on when the start of the line after it
 * is known, since that one may be its wrapped end.
 */
export class TraceReader {
  readonly counts: ReadingCounts = {
    lines: 0,
    understood: 0,
    passedOver: 0,
    otherEvents: 0,
    notUnderstood: 0,
    lostMarkers: 0,
    lostEvents: 0,
    overwritten: 0,
  };
  readonly names = new EventNames();
  /** The first lines that were not understood. */
  readonly samples: { line: number; text: string }[] = [];
  /** Undefined until a header or the columns tell. */
  format: 'ftrace' | 'trace-cmd' | 'perf script' | undefined;

  readonly #listener: TraceListener;
  readonly #event = new TraceEvent();
  readonly #next = new TraceEvent();
  readonly #rest = new HeadEnd();
  readonly #nextRest = new HeadEnd();
  readonly #decoder = new TextDecoder();
  readonly #allocate: Allocate;
  #bytes: Uint8Array;
  /** The same memory, for reads of four bytes. */
  #view: DataView;
  readonly #fixed = new FixedHead();
  #used = 0;
  #consumed = 0;
  #heads = 0;
  #skipping = false;

  constructor(listener: TraceListener, allocate: Allocate = (size) => new Uint8Array(size)) {
    this.#listener = listener;
    this.#allocate = allocate;
    this.#bytes = allocate(1 << 16);
    this.#view = viewOf(this.#bytes);
  }

  /** Takes the next bytes of the input; the array may be reused by the caller. Throws NotATraceError. */
  push(chunk: Uint8Array): void {
    this.#append(chunk);
    this.#refuse();
    const last = this.#bytes.lastIndexOf(NEWLINE, this.#used - 1);
    if (last >= 0 && this.#used > 0) {
      // The last whole line waits for the one after it.
      const held = last === 0 ? 0 : this.#bytes.lastIndexOf(NEWLINE, last - 1) + 1;
      this.#keep(this.#scan(held, last + 1, false));
    }
    if (this.#used > LONGEST_LINE) this.#dropLongLine();
    if (this.#heads === 0 && this.format === undefined && this.#consumed > PATIENCE) throw notATrace();
  }

  /** The input ends. Throws NotATraceError where nothing in it was an event line or a trace header. */
  end(): void {
    const terminated = this.#used === 0 || this.#bytes[this.#used - 1] === NEWLINE;
    const whole = terminated ? this.#used : this.#bytes.lastIndexOf(NEWLINE, this.#used - 1) + 1;
    const rest = this.#scan(whole, whole, true);
    if (!terminated && !this.#skipping) this.#unterminated(rest);
    this.#listener.chunkEnds(this.#bytes);
    this.#used = 0;
    if (this.#consumed === 0) throw new NotATraceError('the input is empty; expected the text of a trace');
    if (this.#heads === 0 && this.format === undefined) throw notATrace();
  }

  #append(chunk: Uint8Array): void {
    const size = this.#used + chunk.length + 64;
    if (size > this.#bytes.length) {
      const larger = this.#allocate(Math.max(size, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
      this.#view = viewOf(larger);
    }
    this.#bytes.set(chunk, this.#used);
    this.#used += chunk.length;
    this.#consumed += chunk.length;
    // The columns are read without bounds checks: a newline stops every loop.
    this.#bytes[this.#used] = NEWLINE;
  }

  /** Keeps the bytes from `from` on for the next piece. */
  #keep(from: number): void {
    this.#listener.chunkEnds(this.#bytes);
    this.#bytes.copyWithin(0, from, this.#used);
    this.#used -= from;
  }

  /** Handles the lines that start before `stop`; text up to `limit` consists of whole lines. Answers where it stopped. */
  #scan(stop: number, limit: number, final: boolean): number {
    const bytes = this.#bytes;
    const event = this.#event;
    const rest = this.#rest;
    const counts = this.counts;
    const ids = this.names.counts;
    const { quick } = this.names;
    let at = 0;
    if (this.#skipping && limit > 0) {
      at = bytes.indexOf(NEWLINE) + 1;
      this.#skipping = false;
    }
    while (at < stop) {
      const end = bytes.indexOf(NEWLINE, at);
      let id: number;
      const fixed = this.#fixed.read(this.#view, bytes, at, end, event);
      const slot = fixed ? quick.find(this.#view, at + NAME_AT) : -1;
      if (slot >= 0) {
        id = quick.id(slot);
        rest.colon = true;
        rest.payload = at + NAME_AT + quick.length(slot) + 2;
        while (bytes[rest.payload] === SPACE) rest.payload++;
      } else {
        if (!readHead(bytes, at, end, event, rest) && !this.#odd(at, end)) {
          counts.lines++;
          this.#mark(at, end);
          at = end + 1;
          continue;
        }
        id = this.names.find(bytes, rest.nameStart, rest.nameEnd, rest.hash);
        if (fixed && rest.colon && rest.nameStart === at + NAME_AT)
          quick.learn(bytes, rest.nameStart, rest.nameEnd, id);
      }
      this.#heads++;
      const kind = this.names.kind(id);
      if (kind === EVENT.other || (!rest.colon && kind < EVENT.perfEventOpen)) {
        counts.lines++;
        counts.otherEvents++;
        if (id >= 0) ids[id]++;
        at = end + 1;
        continue;
      }
      const next = this.#known(kind, id, at, end, limit, final);
      if (next < 0) return at;
      at = next;
    }
    return at;
  }

  /** An event of a kind that rules need. Answers where the next line starts, or -1 where more text must come first. */
  #known(kind: EventKind, id: number, start: number, end: number, limit: number, final: boolean): number {
    const event = this.#event;
    const bytes = this.#bytes;
    const payload = this.#rest.payload;
    let next = end + 1;
    let lines = 1;
    event.fault = false;
    let reading = readPayload(kind, bytes, payload, end, event);
    if (reading === 'foreign') {
      this.counts.lines++;
      this.counts.understood++;
      this.names.counts[id]++;
      return next;
    }
    if (reading === 'cut' || (kind <= EVENT.kvmMsr && !(next < limit && looksLikeHead(this.#view, bytes, next)))) {
      const joined = this.#continuation(next, limit, final);
      if (joined < 0) return -1;
      if (joined > next && (reading === 'cut' || this.#looksLikeFault(next))) {
        // Wrapped: newlines inside become spaces, and the payload is read again.
        for (let i = end; i < joined - 1; i++) {
          if (bytes[i] !== NEWLINE) continue;
          bytes[i] = SPACE;
          lines++;
        }
        end = joined - 1;
        next = joined;
        event.fault = false;
        reading = readPayload(kind, bytes, payload, end, event);
      }
    }
    this.counts.lines += lines;
    this.counts.passedOver += lines - 1;
    this.counts.understood++;
    this.names.counts[id]++;
    event.kind = kind;
    event.line = this.counts.lines - lines + 1;
    event.start = start;
    event.end = end;
    if (this.format === 'trace-cmd' && event.context === CONTEXT.hardirq) event.context = CONTEXT.irqOrNmi;
    if (kind === EVENT.lost) this.#lost(event.cpu, undefined, event.line);
    else if (reading === 'whole') this.#listener.event(event, bytes);
    else {
      this.#sample(event.line, start, end);
      this.#listener.stamp(event);
      this.#listener.gap(event.cpu, { kind: 'cut' }, event.line);
    }
    return next;
  }

  /** End of the lines that continue the one before `from` (`from` itself where there are none), -1 if not yet known. */
  #continuation(from: number, limit: number, final: boolean): number {
    let at = from;
    for (let pieces = 0; pieces < MOST_PIECES; pieces++) {
      if (at >= limit) return final ? at : -1;
      if (looksLikeHead(this.#view, this.#bytes, at)) return at;
      const end = this.#bytes.indexOf(NEWLINE, at);
      if (readHead(this.#bytes, at, end, this.#next, this.#nextRest)) return at;
      if (!this.#looksLikeFault(at) && readMark(this.#text(at, end)).kind !== 'unknown') return at;
      if (readOddHead(this.#bytes, at, end, this.#next, this.#nextRest)) return at;
      at = end + 1;
    }
    return at;
  }

  /** `(#GP)` or `#GP` at the start of a line is the wrapped end of an MSR event, whole or not. */
  #looksLikeFault(at: number): boolean {
    let first = at;
    while (this.#bytes[first] === SPACE) first++;
    return this.#bytes[first] === LPAREN || (this.#bytes[first] === HASH && this.#bytes[first + 1] === CAPITAL_G);
  }

  #odd(start: number, end: number): boolean {
    return this.#bytes[start] !== HASH && end > start && readOddHead(this.#bytes, start, end, this.#event, this.#rest);
  }

  #mark(start: number, end: number): void {
    const line = this.counts.lines;
    const mark: Mark = end - start > LONGEST_LINE ? { kind: 'unknown' } : readMark(this.#text(start, end));
    switch (mark.kind) {
      case 'lost':
        return this.#lost(mark.cpu, mark.events, line);
      case 'header':
        this.format ??= mark.format;
        this.counts.passedOver++;
        return;
      case 'overwritten':
        this.counts.overwritten += mark.events;
        this.counts.passedOver++;
        return;
      case 'ignored':
        this.counts.passedOver++;
        return;
      case 'unknown':
        this.counts.notUnderstood++;
        this.#sample(line, start, end);
        this.#listener.gap(-1, { kind: 'garbled' }, line);
    }
  }

  #lost(cpu: number, events: number | undefined, line: number): void {
    this.counts.lostMarkers++;
    this.counts.lostEvents += events ?? 0;
    this.#listener.gap(cpu, { kind: 'lost', events }, line);
  }

  /** A last line without its newline may have lost its end: it is counted, not judged. */
  #unterminated(start: number): void {
    if (start >= this.#used) return;
    this.counts.lines++;
    this.counts.notUnderstood++;
    this.#event.line = this.counts.lines;
    if (readHead(this.#bytes, start, this.#used, this.#event, this.#rest)) {
      this.#heads++;
      this.#listener.stamp(this.#event);
    } else {
      this.#listener.gap(-1, { kind: 'garbled' }, this.counts.lines);
    }
    this.#sample(this.counts.lines, start, this.#used);
  }

  #dropLongLine(): void {
    const whole = this.#bytes.lastIndexOf(NEWLINE, this.#used - 1) + 1;
    this.#scan(whole, whole, true);
    if (this.#used - whole <= LONGEST_LINE) return this.#keep(whole);
    if (!this.#skipping) {
      this.counts.lines++;
      this.counts.notUnderstood++;
      this.#sample(this.counts.lines, whole, this.#used);
      this.#listener.gap(-1, { kind: 'garbled' }, this.counts.lines);
    }
    this.#keep(this.#used);
    this.#skipping = true;
  }

  #sample(line: number, start: number, end: number): void {
    if (this.samples.length < MOST_SAMPLES)
      this.samples.push({ line, text: this.#text(start, Math.min(end, start + 160)) });
  }

  #text(start: number, end: number): string {
    return this.#decoder.decode(this.#bytes.subarray(start, end)).replace(/\r$/, '');
  }

  /** Says what a binary recording is before its bytes are looked at as text. */
  #refuse(): void {
    if (this.#consumed !== this.#used) return;
    if (this.#used >= 3 && BYTE_ORDER_MARK.every((byte, index) => this.#bytes[index] === byte)) {
      this.#bytes.copyWithin(0, 3, this.#used + 1);
      this.#used -= 3;
      return;
    }
    for (const [magic, hint] of BINARIES) {
      if (magic.every((byte, index) => this.#bytes[index] === byte) && this.#used >= magic.length)
        throw new NotATraceError(hint);
    }
  }
}

/** UTF-8 with a byte order mark, as some editors write it. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const UTF_16 = 'this is UTF-16 text; convert it: `iconv -f UTF-16 -t UTF-8`';

const BINARIES: readonly (readonly [readonly number[], string])[] = [
  [
    [0x17, 0x08, 0x44, 0x74, 0x72, 0x61, 0x63],
    'this is a binary trace.dat; give the text that `trace-cmd report` prints',
  ],
  [[0x50, 0x45, 0x52, 0x46, 0x49, 0x4c, 0x45], 'this is a binary perf.data; give the text that `perf script` prints'],
  [[0xff, 0xfe], UTF_16],
  [[0xfe, 0xff], UTF_16],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'this is xz data; unpack it, or compress with gzip or zstd'],
  [[0x42, 0x5a, 0x68], 'this is bzip2 data; unpack it, or compress with gzip or zstd'],
];

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function notATrace(): NotATraceError {
  return new NotATraceError(
    'no line of it is a trace line; expected text of /sys/kernel/tracing/trace, trace-cmd report or perf script',
  );
}
