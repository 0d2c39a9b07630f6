import { CpuState } from './cpu-state.ts';
import { Ledger } from './ledger.ts';
import { GuestMsrJudge } from './judge/guest-msr.ts';
import { IrqsOffJudge } from './judge/irqs-off.ts';
import { RoundTripJudge } from './judge/round-trip.ts';
import { TRACE_RULES } from './coverage/index.ts';
import { TrappedAccessJudge } from './judge/trapped-access.ts';
import { EVENT } from './read/events.ts';
import { TraceReader } from './read/reader.ts';
import { LINES_AFTER, lineText } from './window.ts';
export { NotATraceError } from './read/reader.ts';
/** CPUs that are tracked; a line of a CPU beyond it is another event. */
const MOST_CPUS = 8192;
/**
 * Judges a trace that arrives in pieces. Memory does not grow with the length of the trace.
 *
 *     const check = new TraceCheck({ input: 'trace.txt', guest: 'infer' });
 *     for await (const chunk of file) check.push(chunk);
 *     const report = check.end();
 */
export class TraceCheck {
    reader;
    #options;
    #ledger = new Ledger();
    #cpus = [];
    #judges;
    /** Violations that still take lines of their CPU into the window. */
    #open = [];
    #bytes = new Uint8Array(0);
    #lastTicks = -1;
    #fraction = 0;
    constructor(options) {
        this.#options = options;
        this.reader = new TraceReader(this);
        const benches = new Map();
        const bench = (rule) => {
            let found = benches.get(rule);
            if (found === undefined)
                benches.set(rule, (found = this.#bench(rule)));
            return found;
        };
        this.#judges = [
            new GuestMsrJudge(bench, options.guest),
            new RoundTripJudge(bench),
            new IrqsOffJudge(bench),
            new TrappedAccessJudge(bench),
        ];
    }
    /** Throws NotATraceError where the input turns out to be no trace text. */
    push(chunk) {
        this.reader.push(chunk);
    }
    /** Throws NotATraceError where nothing in the input was a trace line. */
    end() {
        this.reader.end();
        return this.report();
    }
    event(event, bytes) {
        if (event.cpu >= MOST_CPUS)
            return;
        const cpu = (this.#cpus[event.cpu] ??= new CpuState(event.cpu));
        this.#bytes = bytes;
        this.#order(event, cpu);
        cpu.recent.add(event);
        if (this.#open.length > 0)
            this.#extend(event, bytes);
        for (const judge of this.#judges)
            judge.event(event, cpu);
        cpu.follow(event);
    }
    gap(cpu, gap, line) {
        const reason = gapReason(gap, line);
        const state = cpu >= 0 ? this.#cpus[cpu] : undefined;
        // Events of this CPU are missing since its last line; a thread may have run there unseen.
        const since = state?.lastTicks ?? -1;
        if (gap.kind === 'lost')
            this.#ledger.revoke({ cpu: cpu === -1 ? 'all' : 'none', threads: true }, since, reason, line);
        this.#forget(cpu, reason);
    }
    chunkEnds(bytes) {
        for (const cpu of this.#cpus)
            cpu?.recent.settle(bytes);
    }
    /** Violations so far. A later gap may take some back. */
    get violations() {
        return this.#ledger.violations.length + this.#ledger.unlisted;
    }
    /** What is known so far; `end` gives the final one. */
    report() {
        const rules = TRACE_RULES.filter((rule) => this.#judged(rule.id)).map((rule) => this.#finding(rule));
        return {
            format: 'lbr-trace-report/1',
            input: this.#options.input,
            verdict: overall(rules.map((rule) => rule.verdict)),
            summary: this.#summary(),
            assumptions: this.#judges.flatMap((judge) => judge.assumptions?.() ?? []),
            rules,
            violations: this.#ledger.violations,
            unlisted: this.#ledger.unlisted,
        };
    }
    #bench(rule) {
        if (!this.#judged(rule))
            return { kept: () => { }, unknown: () => { }, violated: () => { } };
        const tally = this.#ledger.tally(rule);
        return {
            kept: () => void tally.kept++,
            unknown: (reason, event) => tally.cannotTell(reason, event.line, 1),
            violated: (event, charge) => this.#violated(rule, event, charge),
        };
    }
    #judged(rule) {
        return this.#options.rules?.includes(rule) ?? true;
    }
    /** Time that runs backwards means that lines are missing or out of order. */
    #order(event, cpu) {
        if (event.fraction !== this.#fraction) {
            // Another clock or precision: nothing to compare with.
            this.#fraction = event.fraction;
            this.#lastTicks = -1;
            for (const each of this.#cpus)
                if (each)
                    each.lastTicks = -1;
        }
        if (event.ticks < this.#lastTicks)
            this.#backwards(event, cpu);
        cpu.lastTicks = event.ticks;
        if (event.ticks > this.#lastTicks)
            this.#lastTicks = event.ticks;
    }
    #backwards(event, cpu) {
        const reason = `time runs backwards at line ${event.line}`;
        const onCpu = event.ticks < cpu.lastTicks;
        this.#ledger.revoke({ cpu: onCpu ? cpu.cpu : 'none', threads: true }, event.ticks, reason, event.line);
        if (onCpu)
            this.#forget(cpu.cpu, reason);
        else
            for (const judge of this.#judges)
                judge.gap('none', reason);
    }
    #forget(cpu, reason) {
        if (cpu === -1)
            for (const state of this.#cpus)
                state?.forget(reason);
        else
            this.#cpus[cpu]?.forget(reason);
        for (const judge of this.#judges)
            judge.gap(cpu === -1 ? 'all' : cpu, reason);
    }
    #violated(rule, event, charge) {
        const listed = this.#ledger.violated(rule, event, charge);
        if (listed === undefined)
            return;
        listed.excerpt.push(...(this.#cpus[event.cpu]?.recent.read(this.#bytes) ?? []));
        this.#open.push({ listed, left: LINES_AFTER });
    }
    /** Adds the line to the windows of violations on the same CPU that are still open. */
    #extend(event, bytes) {
        for (const open of this.#open) {
            if (open.listed.violation.cpu !== event.cpu)
                continue;
            open.listed.excerpt.push({ line: event.line, text: lineText(bytes, event.start, event.end) });
            open.left--;
        }
        this.#open = this.#open.filter((open) => open.left > 0);
    }
    #finding(rule) {
        return this.#ledger.finding(rule.id, rule.title, rule.silent);
    }
    #summary() {
        const { reader } = this;
        return {
            ...reader.counts,
            format: reader.format ?? 'ftrace',
            cpus: this.#cpus.filter((cpu) => cpu !== undefined).length,
            events: reader.names.counted((kind) => kind !== EVENT.other),
            others: reader.names.counted((kind) => kind === EVENT.other).slice(0, 50),
            samples: reader.samples,
        };
    }
}
function gapReason(gap, line) {
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
function overall(verdicts) {
    if (verdicts.includes('violated'))
        return 'violated';
    return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'kept') ? 'kept' : 'cannot-be-told';
}
