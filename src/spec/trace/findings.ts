/** A line that a judgement rests on. */
export interface Evidence {
  readonly line: number;
  /** What the line shows, one clause. */
  readonly shows: string;
}

/** A line of the trace as the replay window prints it. */
export interface WindowLine {
  readonly line: number;
  readonly text: string;
}

/** A proved violation of a rule. */
export interface Violation {
  readonly rule: string;
  readonly line: number;
  /** -1 where the line does not name it. */
  readonly cpu: number;
  readonly pid: number;
  /** Time stamp as printed, empty where the line has none. */
  readonly time: string;
  /** One sentence: what happened. */
  readonly message: string;
  readonly expected: string;
  readonly found: string;
  readonly evidence: readonly Evidence[];
  /** Lines of the same CPU around the violation, in order. */
  readonly excerpt: readonly WindowLine[];
}

/** How far a violation reaches: which missing events would invalidate it. */
export type Scope =
  /** The line alone proves it. */
  | 'line'
  /** Rests on earlier lines of the same CPU. */
  | 'cpu'
  /** Rests on earlier lines of the same thread, on whatever CPU. */
  | 'thread';

export interface UnknownReason {
  readonly reason: string;
  readonly count: number;
  readonly firstLine: number;
}

/** `not-applicable`: the trace is of a host of which the contract says nothing. */
export type TraceVerdict = 'kept' | 'violated' | 'unknown' | 'not-applicable';

/** One rule, judged on one trace. */
export interface RuleFinding {
  readonly rule: string;
  readonly title: string;
  readonly verdict: TraceVerdict;
  /** Occasions on which the rule had something to say, by outcome. */
  readonly kept: number;
  readonly violated: number;
  readonly unknown: number;
  readonly reasons: readonly UnknownReason[];
}

/** Whether the trace had anything that the rule speaks of. */
export function hasOccasion({ kept, violated, unknown }: RuleFinding): boolean {
  return kept + violated + unknown > 0;
}

/** Accesses to MSRs that rules speak of. */
export interface AccessAccount {
  /** A rule was kept or violated by them. */
  readonly judged: number;
  readonly notJudged: readonly UnknownReason[];
}

interface TraceSummary {
  readonly lines: number;
  readonly understood: number;
  readonly otherEvents: number;
  readonly passedOver: number;
  /** Sentences of a reader, among those that are passed over. */
  readonly prose: number;
  /** Accesses to MSRs that no rule speaks of, among the events that are understood. */
  readonly foreign: number;
  readonly notUnderstood: number;
  readonly lostMarkers: number;
  readonly lostEvents: number;
  readonly overwritten: number;
  /** What became of each access of a guest (kvm_msr) and of the host (read_msr, write_msr). */
  readonly accesses: { readonly guest: AccessAccount; readonly host: AccessAccount };
  readonly format: string;
  readonly cpus: number;
  /** Events of which the line does not name the CPU. */
  readonly withoutCpu: number;
  readonly events: readonly { readonly name: string; readonly count: number }[];
  readonly others: readonly { readonly name: string; readonly count: number }[];
  /** First lines that were not understood. */
  readonly samples: readonly WindowLine[];
}

/** What `check-trace --reporter json` prints. */
export interface TraceReport {
  readonly format: 'lbr-trace-report/1';
  readonly input: string;
  readonly verdict: TraceVerdict;
  readonly summary: TraceSummary;
  /** What was taken for granted; a violation holds under these. */
  readonly assumptions: readonly string[];
  readonly rules: readonly RuleFinding[];
  readonly violations: readonly Violation[];
  /** Violations beyond those that are listed. */
  readonly unlisted: number;
}

/** One violation decides; nothing that was judged and not violated leaves the verdict open. */
export function overallVerdict(verdicts: readonly TraceVerdict[]): TraceVerdict {
  if (verdicts.includes('violated')) return 'violated';
  if (verdicts.length > 0 && verdicts.every((verdict) => verdict === 'not-applicable')) return 'not-applicable';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'kept') ? 'kept' : 'unknown';
}
