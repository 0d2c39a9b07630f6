import type { CpuState } from '../cpu-state.ts';
import { DEBUGCTL, MSR, hex, msrGroup, msrName } from '../msrs.ts';
import { CONTEXT, EVENT, valueOf, type EventKind, type TraceEvent } from '../read/events.ts';
import type { Bench, Judge, RuleBench } from './judge.ts';

const LBR = Number(DEBUGCTL.lbr);
const NO_SAVE =
  'whose records are in the registers is not in the trace: no save of a guest LBR event came right before';

/** Records of a guest that the registers of one CPU hold. */
interface Held {
  /** The vCPU thread whose records perf reads, and the line by which it is scheduled out. */
  readonly pid: number;
  readonly since: number;
  /** Whether perf has saved LBR_SELECT with them, which it does for a guest LBR event alone. */
  ofGuest: boolean;
  /** By MSR: the value that is not 0 and the line that shows it. */
  readonly records: Map<number, { readonly value: bigint; readonly line: number }>;
}

/**
 * What a host LBR event finds when perf turns recording on for it. perf saves the records of a guest LBR event by RDMSR as the
 * vCPU thread is scheduled out; they stay in the registers until somebody writes them, a guest runs, or the CPU sleeps.
 */
export class HostOwnerJudge implements Judge {
  readonly kinds = [EVENT.readMsr, EVENT.writeMsr, EVENT.schedSwitch] as const;
  readonly #rule: RuleBench;
  readonly #held: (Held | undefined)[] = [];
  #charged = false;

  constructor(bench: Bench) {
    this.#rule = bench('LBR-CTX-5');
  }

  speaksOf(msr: number, kind: EventKind): boolean {
    return kind === EVENT.writeMsr || msr !== MSR.debugctl;
  }

  event(event: TraceEvent, cpu: CpuState): void {
    switch (event.kind) {
      case EVENT.schedSwitch:
        return this.#switch(event, cpu);
      case EVENT.readMsr:
        return this.#read(event);
      case EVENT.writeMsr:
        return this.#write(event, cpu);
    }
  }

  gap(cpu: number | 'all' | 'none'): void {
    if (cpu === 'all') this.#held.length = 0;
    else if (cpu !== 'none') this.#held[cpu] = undefined;
  }

  assumptions(): readonly string[] {
    if (!this.#charged) return [];
    return [
      'what perf saves with LBR_SELECT as a vCPU thread is scheduled out are records of its guest; where they are not, ' +
        'LBR-CTX-2 or LBR-ENT-3 is violated in place of LBR-CTX-5',
    ];
  }

  /** The line is of the thread that leaves; perf saves right after it. The idle task may sleep, which empties the records. */
  #switch({ cpu: at, pid, line, otherPid }: TraceEvent, cpu: CpuState): void {
    const held = this.#held[at];
    if (otherPid === 0 || (held && !held.ofGuest)) this.#held[at] = undefined;
    if (otherPid !== 0 && pid === cpu.entryPid) {
      this.#held[at] = { pid, since: line, ofGuest: false, records: new Map() };
    }
  }

  #read(event: TraceEvent): void {
    const held = this.#held[event.cpu];
    if (held === undefined || held.ofGuest || event.fault || event.context > CONTEXT.task) return;
    if (event.pid !== held.pid) this.#held[event.cpu] = undefined;
    else if (event.msr === MSR.lbrSelect) held.ofGuest = true;
    else if (msrGroup(event.msr) === 'record' && (event.high !== 0 || event.low !== 0)) {
      held.records.set(event.msr, { value: valueOf(event), line: event.line });
    }
  }

  #write(event: TraceEvent, cpu: CpuState): void {
    const held = this.#held[event.cpu];
    if (msrGroup(event.msr) === 'record') held?.records.delete(event.msr);
    if (event.msr !== MSR.debugctl || event.fault || (event.low & LBR) === 0 || cpu.mode !== 'host') return;
    if (event.context === CONTEXT.nmi || event.context === CONTEXT.unknown || event.context === CONTEXT.irqOrNmi)
      return;
    // Recording that was on all the time has not changed hands.
    if (!cpu.perfLbr.known || cpu.perfLbr.value) return;
    if (held?.ofGuest !== true || held.since < cpu.entryLine) return this.#rule.unknown(NO_SAVE, event);
    this.#held[event.cpu] = undefined;
    const [left] = held.records;
    if (left === undefined) return this.#rule.kept();
    const [msr, { value, line }] = left;
    this.#charged = true;
    this.#rule.violated(event, {
      message: `perf turns recording on for the host while ${msrName(msr)} holds a record of the guest of thread ${held.pid}`,
      expected: 'no record of a guest in the registers',
      found: `${msrName(msr)} ${hex(value)}`,
      evidence: [
        { line, shows: `perf saves ${hex(value)} from ${msrName(msr)} for thread ${held.pid}` },
        { line: event.line, shows: `perf writes ${hex(event.low >>> 0)} to DEBUGCTL` },
      ],
      scope: 'cpu',
    });
  }
}
