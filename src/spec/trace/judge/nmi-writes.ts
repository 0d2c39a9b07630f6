import type { CpuState } from '../cpu-state.ts';
import { DEBUGCTL, MSR, hex, msrGroup, msrName } from '../msrs.ts';
import { CONTEXT, EVENT, valueOf, type EventKind, type TraceEvent } from '../read/events.ts';
import type { Bench, Judge, RuleBench } from './judge.ts';

const LBR = Number(DEBUGCTL.lbr);
const ACTIVE = 'an NMI handler leaves recording on; which perf events are ACTIVE is not in the trace';
const BEFORE = 'an NMI handler writes a register whose value before is not in the trace';

interface Shown {
  readonly value: bigint;
  readonly line: number;
}

/**
 * What an NMI handler writes: neither records nor TOS nor LBR_SELECT, unless with the value that is there. A value is there
 * that a line shows, while no guest has run; records and TOS also move as branches are recorded.
 */
export class NmiWritesJudge implements Judge {
  readonly kinds = [EVENT.readMsr, EVENT.writeMsr] as const;
  readonly #rule: RuleBench;
  readonly #shown: Map<number, Shown>[] = [];

  constructor(bench: Bench) {
    this.#rule = bench('LBR-OWN-11');
  }

  speaksOf(msr: number, kind: EventKind): boolean {
    return kind === EVENT.writeMsr || msr !== MSR.debugctl;
  }

  event(event: TraceEvent, cpu: CpuState): void {
    if (event.fault) return;
    const nmi = event.context === CONTEXT.nmi && event.kind === EVENT.writeMsr;
    if (event.msr === MSR.debugctl) {
      if (nmi && (event.low & LBR) !== 0) this.#rule.unknown(ACTIVE, event);
    } else if (isKept(event.msr)) {
      if (nmi) this.#write(event, cpu);
      (this.#shown[event.cpu] ??= new Map()).set(event.msr, { value: valueOf(event), line: event.line });
    }
  }

  gap(cpu: number | 'all' | 'none'): void {
    if (cpu === 'all') this.#shown.length = 0;
    else if (cpu !== 'none') this.#shown[cpu]?.clear();
  }

  #write(event: TraceEvent, cpu: CpuState): void {
    const shown = this.#shown[event.cpu]?.get(event.msr);
    if (shown === undefined || shown.line < cpu.entryLine || (event.msr !== MSR.lbrSelect && mayMove(shown, cpu)))
      return this.#rule.unknown(BEFORE, event);
    if (shown.value === valueOf(event)) return;
    this.#rule.violated(event, {
      message: `an NMI handler writes ${hex(valueOf(event))} to ${msrName(event.msr)}, which was ${hex(shown.value)}`,
      expected: `${msrName(event.msr)} stays ${hex(shown.value)}`,
      found: hex(valueOf(event)),
      evidence: [
        { line: shown.line, shows: `${msrName(event.msr)} is ${hex(shown.value)}` },
        { line: event.line, shows: `an NMI handler writes ${hex(valueOf(event))}` },
      ],
      scope: 'cpu',
    });
  }
}

/** Whether a branch may have moved TOS and records since. */
function mayMove({ line }: Shown, { debugctl, recordingLine }: CpuState): boolean {
  return recordingLine > line || !debugctl.known || (debugctl.value & LBR) !== 0;
}

function isKept(msr: number): boolean {
  return msr === MSR.lbrSelect || msr === MSR.lbrTos || msrGroup(msr) === 'record';
}
