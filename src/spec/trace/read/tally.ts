/** How many lines were read, and what came of them. */
interface ReadingCounts {
  lines: number;
  /** Events of a kind that rules need. */
  understood: number;
  /** Comments, blank lines, stack traces, wrapped ends of lines, prose, markers of lost events. */
  passedOver: number;
  /** Sentences between the lines, among those that are passed over. */
  prose: number;
  /** Accesses to MSRs that no rule speaks of, among those that are understood. */
  foreign: number;
  /** Events that no rule needs. */
  otherEvents: number;
  notUnderstood: number;
  lostMarkers: number;
  lostEvents: number;
  /** Events that the ring buffer dropped before the first line. */
  overwritten: number;
}

const MOST_SAMPLES = 5;
const LONGEST_SAMPLE = 160;

/** The counts, and the first lines that were not understood. */
export class ReadingTally {
  readonly counts: ReadingCounts = {
    lines: 0,
    understood: 0,
    passedOver: 0,
    prose: 0,
    foreign: 0,
    otherEvents: 0,
    notUnderstood: 0,
    lostMarkers: 0,
    lostEvents: 0,
    overwritten: 0,
  };
  readonly samples: { line: number; text: string }[] = [];
  readonly #decoder = new TextDecoder();

  /** Bytes `start..end` are line number `line`, which was not understood. */
  sample(line: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.samples.length === MOST_SAMPLES) return;
    this.samples.push({ line, text: this.text(bytes, start, Math.min(end, start + LONGEST_SAMPLE)) });
  }

  /** A line as text, without a carriage return. */
  text(bytes: Uint8Array, start: number, end: number): string {
    return this.#decoder.decode(bytes.subarray(start, end)).replace(/\r$/, '');
  }
}
