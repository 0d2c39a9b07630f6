import { CpuState } from './cpu-state.ts';
import { Ledger, type Charge, type Listed } from './ledger.ts';
import type { TraceReport, TraceVerdict, Violation } from './findings.ts';
import type { AssumedLbr } from './judge/guest-msr.ts';
import type { Bench, RuleBench } from './judge/judge.ts';
import { JudgePanel } from './judge/panel.ts';
import { TRACE_RULES, type TraceRule } from './coverage/index.ts';
import { EVENT, type TraceEvent } from './read/events.ts';
import type { Allocate } from './read/input-buffer.ts';
import type { Gap, TraceListener } from './read/listener.ts';
import { TraceReader } from './read/reader.ts';
import { LINES_AFTER, lineText } from './window.ts';

export { NotATraceError } from './read/not-a-trace.ts';

export interface TraceOptions {
  /** Name of the input, for reports. */
  readonly input: string;
  readonly guest: AssumedLbr;
  /** Judge only these rules; every rule where it is absent. */
  readonly rules?: readonly string[];
  readonly allocate?: Allocate;
  /** Hears of each violation when it is found; a later gap may take it back. */
  readonly onViolation?: (violation: Omit<Violation, 'excerpt'>) => void;
}

/** CPUs that are tracked; a line of a CPU beyond it is another event. */
const MOST_CPUS = 8192;

/**
 * Judges a trace that arrives in pieces. Memory does not grow with the length of the trace.
 *
 *     const check = new TraceCheck({ input: 'trace.txt', guest: 'infer' });
 *     for await (const chunk of file) check.push(chunk);
 *     const report = check.end();
 */
export class TraceCheck implements TraceListener {
  readonly reader: TraceReader;
  readonly #options: TraceOptions;
  readonly #ledger = new Ledger();
  readonly #cpus: (CpuState | undefined)[] = [];
  readonly #judges: JudgePanel;
  /** Violations that still take lines of their CPU into the window. */
  #open: { listed: Listed; left: number }[] = [];
  #bytes: Uint8Array = new Uint8Array(0);
  #disordered = false;
  /** The latest time stamp so far, and whether time is behind it. */
  #latest = -1;
  #behind = false;
  /** Says where it began to be. */
  #reason = '';
  #fraction = 0;

  constructor(options: TraceOptions) {
    this.#options = options;
    this.reader = new TraceReader(this, options.allocate);
    const benches = new Map<string, RuleBench>();
    const bench: Bench = (rule) => {
      let found = benches.get(rule);
      if (found === undefined) benches.set(rule, (found = this.#bench(rule)));
      return found;
    };
    this.#judges = new JudgePanel(bench, options.guest);
  }

  /** Throws NotATraceError where the input turns out to be no trace text. */
  push(chunk: Uint8Array): void {
    this.reader.push(chunk);
  }

  /** Throws NotATraceError where nothing in the input was a trace line. */
  end(): TraceReport {
    this.reader.end();
    return this.report();
  }

  event(event: TraceEvent, bytes: Uint8Array): void {
    if (event.cpu >= MOST_CPUS) return;
    const cpu = (this.#cpus[event.cpu] ??= new CpuState(event.cpu));
    this.#bytes = bytes;
    this.#order(event, cpu);
    cpu.recent.add(event);
    if (this.#open.length > 0) this.#extend(event, bytes);
    cpu.expect(event);
    this.#judges.event(event, cpu);
    cpu.follow(event);
  }

  stamp(event: TraceEvent): void {
    const cpu = this.#cpus[event.cpu];
    if (cpu) this.#order(event, cpu);
  }

  gap(cpu: number, gap: Gap, line: number): void {
    const reason = gapReason(gap, line);
    const state = cpu >= 0 ? this.#cpus[cpu] : undefined;
    // Events of this CPU are missing since its last line; a thread may have run there unseen.
    const since = this.#disordered ? -1 : (state?.latest ?? -1);
    if (gap.kind === 'lost')
      this.#ledger.revoke({ cpu: cpu === -1 ? 'all' : 'none', threads: true }, since, reason, line);
    // Where lines are out of order, this one may have been missed long before.
    else if (this.#disordered) this.#ledger.revoke({ cpu: 'all', threads: true }, -1, reason, line);
    this.#forget(cpu, reason);
  }

  chunkEnds(bytes: Uint8Array): void {
    for (const cpu of this.#cpus) cpu?.recent.settle(bytes);
  }

  /** Violations so far. A later gap may take some back. */
  get violations(): number {
    return this.#ledger.violations.length + this.#ledger.unlisted;
  }

  /** What is known so far; `end` gives the final one. */
  report(): TraceReport {
    const rules = TRACE_RULES.filter((rule) => this.#judged(rule.id)).map((rule) => this.#finding(rule));
    return {
      format: 'lbr-trace-report/1',
      input: this.#options.input,
      verdict: overall(rules.map((rule) => rule.verdict)),
      summary: this.#summary(),
      assumptions: this.#judges.assumptions(),
      rules,
      violations: this.#ledger.violations,
      unlisted: this.#ledger.unlisted,
    };
  }

  #bench(rule: string): RuleBench {
    if (!this.#judged(rule)) return { kept: () => {}, unknown: () => {}, violated: () => {} };
    const tally = this.#ledger.tally(rule);
    return {
      kept: () => void tally.kept++,
      unknown: (reason, event) => tally.cannotTell(reason, event.line, 1),
      violated: (event, charge) => this.#violated(rule, event, charge),
    };
  }

  #judged(rule: string): boolean {
    return this.#options.rules?.includes(rule) ?? true;
  }

  /**
   * Time that runs backwards means that lines are out of order. A line that came too early left a hole where it belongs,
   * so nothing is known until time has passed the latest line that was seen.
   */
  #order(event: TraceEvent, cpu: CpuState): void {
    if (event.fraction !== this.#fraction) this.#otherClock(event);
    if (event.ticks < this.#latest || cpu.behind || this.#behind) this.#disorder(event, cpu);
    if (event.ticks > cpu.latest) cpu.latest = event.ticks;
    if (event.ticks > this.#latest) this.#latest = event.ticks;
  }

  #disorder(event: TraceEvent, cpu: CpuState): void {
    if (!this.#behind && !cpu.behind) this.#reason = `time runs backwards at line ${event.line}`;
    const reason = this.#reason;
    const onCpu = event.ticks < cpu.latest;
    if (event.ticks < this.#latest) {
      this.#disordered = true;
      this.#behind = true;
      cpu.behind ||= onCpu;
      this.#ledger.revoke({ cpu: onCpu ? cpu.cpu : 'none', threads: true }, event.ticks, reason, event.line);
    }
    if (cpu.behind) this.#forget(cpu.cpu, reason);
    else this.#judges.gap('none', reason);
    if (event.ticks > cpu.latest) cpu.behind = false;
    if (event.ticks > this.#latest) this.#behind = false;
  }

  /** Another precision or clock: nothing to compare with. */
  #otherClock(event: TraceEvent): void {
    const first = this.#latest === -1;
    this.#fraction = event.fraction;
    this.#latest = -1;
    for (const cpu of this.#cpus) if (cpu) cpu.latest = -1;
    if (!first) this.gap(-1, { kind: 'garbled' }, event.line);
  }

  #forget(cpu: number, reason: string): void {
    if (cpu === -1) for (const state of this.#cpus) state?.forget(reason);
    else this.#cpus[cpu]?.forget(reason);
    this.#judges.gap(cpu === -1 ? 'all' : cpu, reason);
  }

  #violated(rule: string, event: TraceEvent, charge: Charge): void {
    const listed = this.#ledger.violated(rule, event, charge);
    if (listed === undefined) return;
    this.#options.onViolation?.(listed.violation);
    listed.excerpt.push(...(this.#cpus[event.cpu]?.recent.read(this.#bytes) ?? []));
    this.#open.push({ listed, left: LINES_AFTER });
  }

  /** Adds the line to the windows of violations on the same CPU that are still open. */
  #extend(event: TraceEvent, bytes: Uint8Array): void {
    for (const open of this.#open) {
      if (open.listed.violation.cpu !== event.cpu) continue;
      open.listed.excerpt.push({ line: event.line, text: lineText(bytes, event.start, event.end) });
      open.left--;
    }
    this.#open = this.#open.filter((open) => open.left > 0);
  }

  #finding(rule: TraceRule): TraceReport['rules'][number] {
    return this.#ledger.finding(rule.id, rule.title, rule.silent);
  }

  #summary(): TraceReport['summary'] {
    const { reader } = this;
    return {
      ...reader.tally.counts,
      format: reader.format ?? 'ftrace',
      cpus: this.#cpus.filter((cpu) => cpu !== undefined).length,
      events: reader.names.counted((kind) => kind !== EVENT.other),
      others: reader.names.counted((kind) => kind === EVENT.other).slice(0, 50),
      samples: reader.tally.samples,
    };
  }
}

function gapReason(gap: Gap, line: number): string {
  switch (gap.kind) {
    case 'lost':
      return `events were lost at line ${line}`;
    case 'garbled':
      return `line ${line} is not understood and could be anything`;
    case 'cut':
      return `line ${line} does not show its values`;
  }
}

/** One violation decides; nothing that was judged and not violated leaves the verdict open. */
function overall(verdicts: readonly TraceVerdict[]): TraceVerdict {
  if (verdicts.includes('violated')) return 'violated';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'kept') ? 'kept' : 'cannot-be-told';
}
