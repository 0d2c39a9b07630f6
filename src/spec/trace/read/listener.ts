import type { TraceEvent } from './events.ts';

/** Why what was known is not known any more. */
export type Gap =
  | { readonly kind: 'lost'; readonly events: number | undefined }
  /** A line that could be anything. */
  | { readonly kind: 'garbled' }
  /** An event that a rule needs, without its values. */
  | { readonly kind: 'cut' };

/** The gap as a reason why something cannot be told: a clause. */
export function gapReason(gap: Gap, line: number): string {
  switch (gap.kind) {
    case 'lost':
      return `events were lost at line ${line}`;
    case 'garbled':
      return `line ${line} is not understood and could be anything`;
    case 'cut':
      return `line ${line} does not show its values`;
  }
}

/** Who is told what the lines say. */
export interface TraceListener {
  /** An event that rules need. The record is reused: copy what must last. `bytes` hold it until `chunkEnds`. */
  event(event: TraceEvent, bytes: Uint8Array): void;
  /** A line whose columns are read and whose event is not: its time tells whether lines are out of order. */
  stamp(event: TraceEvent): void;
  /** `cpu` is -1 where every CPU is concerned; `line` shows the gap. */
  gap(cpu: number, gap: Gap, line: number): void;
  /** The bytes of the lines so far are about to be overwritten. */
  chunkEnds(bytes: Uint8Array): void;
}
