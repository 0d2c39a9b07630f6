import { MSR, msrGroup } from '../msrs.ts';
import { CONTEXT, type TraceEvent } from '../read/events.ts';

/** Who wrote a register last, as far as lines show it. */
export interface Writer {
  /** `interrupt`: perf, for a host event. `thread`: perf at a task switch, or KVM; whose value it is is not shown. */
  readonly by: 'interrupt' | 'thread';
  readonly high: number;
  readonly low: number;
  readonly line: number;
}

/** Records of one CPU, LBR_SELECT included: at most those of both flavours. */
const MOST_REGISTERS = 256;

/**
 * The last writer of LBR_SELECT and of each record MSR of each CPU. What a guest does to them leaves no mark, so a
 * kvm_entry makes every one unknown: `since` of `last` is its line.
 */
export class RegisterWriters {
  readonly #cpus: Map<number, Writer>[] = [];

  write({ cpu, msr, high, low, context, line }: TraceEvent): void {
    const registers = (this.#cpus[cpu] ??= new Map());
    if (!isKept(msr) || context === CONTEXT.nmi || context === CONTEXT.unknown || context === CONTEXT.irqOrNmi) {
      registers.delete(msr);
    } else if (registers.size < MOST_REGISTERS || registers.has(msr)) {
      registers.set(msr, { by: context === CONTEXT.task ? 'thread' : 'interrupt', high, low, line });
    }
  }

  /** Undefined where the last write is not after the line `since`. */
  last(cpu: number, msr: number, since: number): Writer | undefined {
    const writer = this.#cpus[cpu]?.get(msr);
    return writer && writer.line > since ? writer : undefined;
  }

  forget(cpu: number | 'all'): void {
    if (cpu === 'all') this.#cpus.length = 0;
    else if (this.#cpus[cpu]?.size) this.#cpus[cpu].clear();
  }
}

function isKept(msr: number): boolean {
  const group = msrGroup(msr);
  return group === 'record' || group === 'arch-record' || msr === MSR.lbrSelect;
}
