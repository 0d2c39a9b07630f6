import type { TraceEvent } from './events.ts';

/** Why what was known is not known any more. */
export type Gap =
  | { readonly kind: 'lost'; readonly events: number | undefined }
  /** A line that could be anything. */
  | { readonly kind: 'garbled' }
  /** A reader says, or line numbers of grep show, that lines are left out. */
  | { readonly kind: 'elided' }
  /** A sentence of a reader stands where a VM round trip is open. */
  | { readonly kind: 'prose' };

/** The gap as a reason why something is unknown: a clause. */
export function gapReason(gap: Gap, line: number): string {
  switch (gap.kind) {
    case 'lost':
      return `events were lost at line ${line}`;
    case 'garbled':
      return `line ${line} is not understood and could be anything`;
    case 'elided':
      return `lines are left out at line ${line}`;
    case 'prose':
      return `line ${line} is prose in the middle of a VM round trip`;
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
  /** The line shows that the CPU of the host is one of AMD. */
  amd(line: number): void;
  /** The bytes of the lines so far are about to be overwritten. */
  chunkEnds(bytes: Uint8Array): void;
}
