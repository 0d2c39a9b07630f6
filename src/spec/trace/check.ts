import { AccessAccounts } from './accounts.ts';
import { CpuState } from './cpu-state.ts';
import type { TraceRule } from './coverage/index.ts';
import { Excerpts } from './excerpts.ts';
import { overallVerdict, type TraceReport, type Violation } from './findings.ts';
import { HostVendor, withoutVerdict, type AssumedHost } from './host-vendor.ts';
import type { AssumedFeatures, AssumedLbr } from './judge/guest-msr.ts';
import type { SinkFor, RuleSink } from './judge/judge.ts';
import { JudgeDispatcher } from './judge/dispatcher.ts';
import { TraceResults, type ViolationDetails } from './results.ts';
import { EVENT, NO_CPU, type TraceEvent } from './read/events.ts';
import type { Allocate } from './read/input-buffer.ts';
import { gapReason, type Gap, type TraceListener } from './read/listener.ts';
import { TraceReader } from './read/reader.ts';
import { TimeOrder, type OrderListener } from './time-order.ts';

export { NotATraceError } from './read/not-a-trace.ts';

export interface TraceOptions {
  /** Name of the input, for reports. */
  readonly input: string;
  readonly guest: AssumedLbr;
  /** What the reader knows of the host and the trace does not show. */
  readonly host?: AssumedHost;
  /** What the CPUID of every guest has; where it is absent both are tried. */
  readonly features?: AssumedFeatures;
  /** The rules that leave marks, as `traceRules` makes them of the contract. */
  readonly contract: readonly TraceRule[];
  /** Judge only these of them; all where it is absent. */
  readonly rules?: readonly string[];
  readonly allocate?: Allocate;
  /** Hears of each violation when it is found; a later gap may take it back. */
  readonly onViolation?: (violation: Omit<Violation, 'excerpt'>) => void;
}

/** CPUs that are tracked; a line of a CPU beyond it is one of which the CPU is not known. */
const MOST_CPUS = 8192;
const BY_FILTER = 'the user-space MSR filter that --host names may have answered in the place of KVM';
/** Names of other events in the summary. */
const MOST_OTHERS = 50;

/**
 * Judges a trace that arrives in pieces. Memory does not grow with the length of the trace.
 *
 *     const check = new TraceCheck({ input: 'trace.txt', guest: 'infer', contract: traceRules(allRules) });
 *     for await (const chunk of file) check.push(chunk);
 *     const report = check.end();
 */
export class TraceCheck implements TraceListener, OrderListener {
  readonly reader: TraceReader;
  readonly #options: TraceOptions;
  readonly #results = new TraceResults();
  readonly #order = new TimeOrder(this);
  readonly #excerpts = new Excerpts();
  readonly #judges: JudgeDispatcher;
  readonly #cpus: (CpuState | undefined)[] = [];
  /** Stands for the CPU of lines that do not name one: nothing is ever known of it. */
  readonly #noCpu = new CpuState(NO_CPU);
  readonly #vendor: HostVendor;
  readonly #accounts = new AccessAccounts();
  #linesWithoutCpu = 0;
  /** Whether a line of a known CPU came since the last one without. */
  #cpusKnown = false;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(options: TraceOptions) {
    this.#options = options;
    this.#vendor = new HostVendor(options.host?.vendor);
    this.reader = new TraceReader(this, options.allocate);
    const sinks = new Map<string, RuleSink>();
    const sinkFor: SinkFor = (rule) => {
      let found = sinks.get(rule);
      if (found === undefined) sinks.set(rule, (found = this.#sinkOf(rule)));
      return found;
    };
    this.#judges = new JudgeDispatcher(sinkFor, options);
  }

  /** Throws NotATraceError where the input turns out not to be trace text. */
  push(chunk: Uint8Array): void {
    this.reader.push(chunk);
  }

  /** Throws NotATraceError where nothing in the input was a trace line. */
  end(): TraceReport {
    this.reader.end();
    return this.report();
  }

  event(event: TraceEvent, bytes: Uint8Array): void {
    this.#bytes = bytes;
    if (event.kind === EVENT.kvmExit) this.#vendor.exit(event);
    if (event.cpu < 0 || event.cpu >= MOST_CPUS) return this.#withoutCpu(event);
    const cpu = (this.#cpus[event.cpu] ??= new CpuState(event.cpu));
    this.#cpusKnown = true;
    this.#order.follow(event, cpu);
    cpu.recent.add(event);
    if (this.#excerpts.anyOpen) this.#excerpts.extend(event, bytes);
    cpu.expect(event);
    this.#judges.event(event, cpu);
    this.#account(event);
    cpu.follow(event);
  }

  amd(line: number): void {
    this.#vendor.amd(line);
  }

  stamp(event: TraceEvent): void {
    const cpu = this.#cpus[event.cpu];
    if (cpu) this.#order.follow(event, cpu);
  }

  gap(cpu: number, gap: Gap, line: number): void {
    const reason = gapReason(gap, line);
    const state = cpu >= 0 ? this.#cpus[cpu] : undefined;
    // Events of this CPU are missing since its last line; a thread may have run there unseen.
    const since = this.#order.disordered ? -1 : (state?.latest ?? -1);
    if (gap.kind === 'prose') return this.#forgetRuns(reason);
    if (gap.kind === 'lost')
      this.#results.revoke({ cpu: cpu === -1 ? 'all' : 'none', threads: true }, since, reason, line);
    // Where lines are out of order, this one may have been missed long before.
    else if (this.#order.disordered) this.#results.revoke({ cpu: 'all', threads: true }, -1, reason, line);
    this.#forget(cpu, reason);
  }

  chunkEnds(bytes: Uint8Array): void {
    this.#noCpu.recent.settle(bytes);
    for (const cpu of this.#cpus) cpu?.recent.settle(bytes);
  }

  late(event: TraceEvent, onCpu: boolean, reason: string): void {
    this.#results.revoke({ cpu: onCpu ? event.cpu : 'none', threads: true }, event.ticks, reason, event.line);
  }

  unsure(event: TraceEvent, onCpu: boolean, reason: string): void {
    if (onCpu) this.#forget(event.cpu, reason);
    else this.#judges.gap('none', reason);
  }

  otherClock(event: TraceEvent): void {
    for (const cpu of this.#cpus) if (cpu) cpu.latest = -1;
    this.#noCpu.latest = -1;
    this.gap(-1, { kind: 'garbled' }, event.line);
  }

  /** Violations so far. A later gap may take some back. */
  get violations(): number {
    return this.#results.listed + this.#results.unlisted;
  }

  /** What is known so far; `end` gives the final one. */
  report(): TraceReport {
    const judged = this.#options.contract.filter((rule) => this.#judged(rule.id));
    const { refuted } = this.#vendor;
    const rules = judged.map((rule) => (refuted ? withoutVerdict(rule, refuted) : this.#finding(rule)));
    return {
      format: 'lbr-trace-report/1',
      input: this.#options.input,
      verdict: overallVerdict(rules.map((rule) => rule.verdict)),
      summary: this.#summary(),
      assumptions: refuted ? [] : this.#judges.assumptions(),
      rules,
      violations: refuted ? [] : this.#results.violations,
      unlisted: refuted ? 0 : this.#results.unlisted,
    };
  }

  /** What rests on one CPU stays unknown; what a thread shows of itself does not. */
  #withoutCpu(event: TraceEvent): void {
    const cpu = this.#noCpu;
    event.cpu = NO_CPU;
    this.#linesWithoutCpu++;
    // It may be of any CPU.
    if (this.#cpusKnown) this.#forget(-1, `line ${event.line} does not say of which CPU it is`);
    this.#cpusKnown = false;
    this.#order.follow(event, cpu);
    cpu.recent.add(event);
    if (this.#excerpts.anyOpen) this.#excerpts.extend(event, this.#bytes);
    this.#judges.withoutCpu(event, cpu);
    this.#account(event);
  }

  #account(event: TraceEvent): void {
    if (event.kind <= EVENT.kvmMsr) this.#accounts.enter(event);
    else this.#accounts.begin();
  }

  #sinkOf(rule: string): RuleSink {
    if (!this.#judged(rule)) return { kept: () => {}, unknown: () => {}, violated: () => {} };
    const tally = this.#results.tally(rule);
    const accounts = this.#accounts;
    const byAccess = this.#options.contract.find(({ id }) => id === rule)?.needs.includes('kvm:kvm_msr') ?? false;
    const doubted = this.#options.host?.msrFilter === true && byAccess;
    return {
      kept: () => {
        tally.kept++;
        accounts.judged();
      },
      unknown: (reason, event) => {
        tally.addUnknown(reason, event.line, 1);
        accounts.notJudged(reason);
      },
      violated: (event, details) => {
        if (doubted) {
          tally.addUnknown(BY_FILTER, event.line, 1);
          accounts.notJudged(BY_FILTER);
        } else {
          accounts.judged();
          this.#violated(rule, event, details);
        }
      },
    };
  }

  #judged(rule: string): boolean {
    return this.#options.rules?.includes(rule) ?? true;
  }

  #forget(cpu: number, reason: string): void {
    if (cpu === -1) for (const state of this.#cpus) state?.forget(reason);
    else this.#cpus[cpu]?.forget(reason);
    this.#judges.gap(cpu === -1 ? 'all' : cpu, reason);
  }

  /** What is known of the CPUs that are in a guest, as far as lines show. */
  #forgetRuns(reason: string): void {
    for (const cpu of this.#cpus) if (cpu?.mode === 'run') this.#forget(cpu.cpu, reason);
  }

  #violated(rule: string, event: TraceEvent, details: ViolationDetails): void {
    const listed = this.#results.violated(rule, event, details);
    if (listed === undefined) return;
    this.#options.onViolation?.(listed.violation);
    const cpu = event.cpu === NO_CPU ? this.#noCpu : this.#cpus[event.cpu];
    this.#excerpts.open(listed, cpu?.recent.read(this.#bytes) ?? []);
  }

  #finding(rule: TraceRule): TraceReport['rules'][number] {
    const silent =
      this.#linesWithoutCpu > 0 && rule.needs.includes('CPU column')
        ? `${this.#linesWithoutCpu} lines have no CPU column: what one CPU does is not known`
        : rule.silent;
    return this.#results.finding(rule.id, rule.title, silent);
  }

  #summary(): TraceReport['summary'] {
    const { reader } = this;
    return {
      ...reader.tally.counts,
      accesses: { guest: this.#accounts.guest, host: this.#accounts.host },
      format: reader.format ?? 'ftrace',
      cpus: this.#cpus.filter((cpu) => cpu !== undefined).length,
      withoutCpu: this.#linesWithoutCpu,
      events: reader.names.counted((kind) => kind !== EVENT.other),
      others: reader.names.counted((kind) => kind === EVENT.other).slice(0, MOST_OTHERS),
      samples: reader.tally.samples,
    };
  }
}
