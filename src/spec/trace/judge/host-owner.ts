import type { CpuState } from '../cpu-state.ts';
import { DEBUGCTL, MSR, hex, msrGroup, msrName } from '../msrs.ts';
import { CONTEXT, EVENT, valueOf, type EventKind, type TraceEvent } from '../read/events.ts';
import type { Judge, RuleSink, SinkFor } from './judge.ts';

const LBR = Number(DEBUGCTL.lbr);
const WHOSE = 'perf saves records as the vCPU thread is scheduled out; that its guest made them is not in the trace';
const NO_SAVE =
  'whose records are in the registers is not in the trace: no save of a guest LBR event came right before';

/** Records of a guest that the registers of one CPU hold. */
interface Held {
  /** The vCPU thread whose records perf reads, and the line by which it is scheduled out. */
  readonly pid: number;
  readonly since: number;
  /** Whether perf has saved LBR_SELECT with them, which it does for a guest LBR event alone. */
  ofGuest: boolean;
  /** By MSR, where they are not 0. */
  readonly records: Map<number, Saved>;
}

interface Saved {
  readonly value: bigint;
  readonly line: number;
  /** The line by which the record was empty before a guest ran; undefined where the host may have filled it. */
  readonly emptied: number | undefined;
}

/**
 * What a host LBR event finds when perf turns recording on for it. perf saves the records of a guest LBR event by RDMSR as the
 * vCPU thread is scheduled out; they stay in the registers until somebody writes them, a guest runs, or the CPU sleeps. A
 * guest has made those that perf had written as 0, where recording for the host has been off ever since.
 */
export class HostOwnerJudge implements Judge {
  readonly kinds = [EVENT.readMsr, EVENT.writeMsr, EVENT.schedSwitch] as const;
  readonly #rule: RuleSink;
  readonly #held: (Held | undefined)[] = [];
  /** Line by which perf wrote 0 to each record of a CPU, while recording for the host was off. */
  readonly #emptied: Map<number, number>[] = [];

  constructor(sinkFor: SinkFor) {
    this.#rule = sinkFor('LBR-CTX-5');
  }

  speaksOf(msr: number, kind: EventKind): boolean {
    return kind === EVENT.writeMsr || msr !== MSR.debugctl;
  }

  event(event: TraceEvent, cpu: CpuState): void {
    switch (event.kind) {
      case EVENT.schedSwitch:
        return this.#switch(event, cpu);
      case EVENT.readMsr:
        return this.#read(event, cpu);
      case EVENT.writeMsr:
        return this.#write(event, cpu);
    }
  }

  gap(cpu: number | 'all' | 'none'): void {
    if (cpu === 'all') this.#held.length = this.#emptied.length = 0;
    else if (cpu !== 'none') {
      this.#held[cpu] = undefined;
      this.#emptied[cpu]?.clear();
    }
  }

  /** The line is of the thread that leaves; perf saves right after it. The idle task may sleep, which empties the records. */
  #switch({ cpu: at, pid, line, otherPid }: TraceEvent, cpu: CpuState): void {
    const held = this.#held[at];
    if (otherPid === 0 || (held && !held.ofGuest)) this.#held[at] = undefined;
    if (otherPid !== 0 && pid === cpu.entryPid) {
      this.#held[at] = { pid, since: line, ofGuest: false, records: new Map() };
    }
  }

  #read(event: TraceEvent, cpu: CpuState): void {
    const held = this.#held[event.cpu];
    if (held === undefined || held.ofGuest || event.fault || event.context > CONTEXT.task) return;
    if (event.pid !== held.pid) this.#held[event.cpu] = undefined;
    else if (event.msr === MSR.lbrSelect) held.ofGuest = true;
    else if (msrGroup(event.msr) === 'record' && (event.high !== 0 || event.low !== 0)) {
      const line = this.#emptied[event.cpu]?.get(event.msr);
      // The host fills records while recording is on, whoever turned it on.
      const ofGuest = line !== undefined && line < cpu.entryLine && line > cpu.recordingLine;
      const emptied = ofGuest ? line : undefined;
      held.records.set(event.msr, { value: valueOf(event), line: event.line, emptied });
    }
  }

  #write(event: TraceEvent, cpu: CpuState): void {
    if (event.fault) return;
    if (msrGroup(event.msr) === 'record') this.#recordWritten(event, cpu);
    else if (event.msr === MSR.debugctl && (event.low & LBR) !== 0) this.#turnedOn(event, cpu);
  }

  #recordWritten({ cpu: at, msr, high, low, line }: TraceEvent, { debugctl }: CpuState): void {
    this.#held[at]?.records.delete(msr);
    const emptied = (this.#emptied[at] ??= new Map());
    if (high === 0 && low === 0 && debugctl.known && (debugctl.value & LBR) === 0) emptied.set(msr, line);
    else emptied.delete(msr);
  }

  #turnedOn(event: TraceEvent, cpu: CpuState): void {
    if (cpu.mode === 'run') return;
    if (event.context === CONTEXT.nmi || event.context === CONTEXT.unknown || event.context === CONTEXT.irqOrNmi)
      return;
    // Recording that was on all the time has not changed hands.
    if (!cpu.perfLbr.known || cpu.perfLbr.value) return;
    const held = this.#held[event.cpu];
    if (cpu.mode !== 'host' || held?.ofGuest !== true || held.since < cpu.entryLine)
      return this.#rule.unknown(NO_SAVE, event);
    this.#held[event.cpu] = undefined;
    const proved = [...held.records].find(([, { emptied }]) => emptied !== undefined);
    if (proved) this.#violated(event, held.pid, proved);
    else if (held.records.size > 0) this.#rule.unknown(WHOSE, event);
    else this.#rule.kept();
  }

  #violated(event: TraceEvent, pid: number, [msr, { value, line, emptied = 0 }]: readonly [number, Saved]): void {
    this.#rule.violated(event, {
      message: `perf turns recording on for the host while ${msrName(msr)} holds a record of a guest`,
      expected: 'no record of a guest in the registers',
      found: `${msrName(msr)} ${hex(value)}`,
      evidence: [
        { line: emptied, shows: `${msrName(msr)} is written as 0x0, and recording for the host is off since` },
        { line, shows: `perf saves ${hex(value)} from ${msrName(msr)} for thread ${pid}` },
        { line: event.line, shows: `perf writes ${hex(event.low >>> 0)} to DEBUGCTL` },
      ],
      scope: 'cpu',
    });
  }
}
