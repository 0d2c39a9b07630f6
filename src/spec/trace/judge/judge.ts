import type { RuleName } from '../../kit/rule.ts';
import type { CpuState } from '../cpu-state.ts';
import type { ViolationDetails } from '../results.ts';
import type { EventKind, TraceEvent } from '../read/events.ts';

/** Where a judge says what it found about one rule. */
export interface RuleSink {
  kept(): void;
  /** `reason` is a clause: why it is unknown. */
  unknown(reason: string, event: TraceEvent): void;
  violated(event: TraceEvent, details: ViolationDetails): void;
}

/** Gives the place for a rule; the same one each time. */
export type SinkFor = (rule: RuleName) => RuleSink;

/** Judges some rules while the trace goes by. Keeps bounded state. */
export interface Judge {
  /** Kinds of events that it looks at; it gets no others. */
  readonly kinds: readonly EventKind[];
  /** Accesses of the host to which MSRs it looks at; to all of them where this is absent. */
  speaksOf?(msr: number, kind: EventKind): boolean;
  /** What it looks at is of a thread or of the whole host: it can judge lines that do not say of which CPU they are. */
  readonly needsNoCpu?: boolean;
  /** `cpu` is the state before the event. */
  event(event: TraceEvent, cpu: CpuState): void;
  /** Whether it looks at a kvm_exit as well that ends a run in which the host touched nothing but DEBUGCTL, in a thread. */
  readonly everyExit?: boolean;
  /** What is known of the CPU and of every thread is not known any more; `reason` is a clause. */
  gap(cpu: number | 'all' | 'none', reason: string): void;
  /** What the judge took for granted, one sentence each; asked at the end. */
  assumptions?(): readonly string[];
}
