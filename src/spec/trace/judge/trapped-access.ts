import type { CpuState } from '../cpu-state.ts';
import { MSR, msrGroup } from '../msrs.ts';
import { CONTEXT, EVENT, type TraceEvent } from '../read/events.ts';
import type { Judge, RuleSink, SinkFor } from './judge.ts';
import { RegisterWriters } from './register-writers.ts';
import { fromHost, reachedTheHost, refusalIsHidden, type HardwareAccess } from './trapped-violations.ts';

const OWNER = 'the access reached the register; whose guest LBR event was ACTIVE then is not in the trace';
const NO_HARDWARE = 'the trace shows no RDMSR by KVM, so the source of the value is unknown';
const NOT_RECORDED = 'no access of KVM to an LBR MSR is in the trace, so such accesses may not be recorded';
const WRITER = 'who left that value in the register is not in the trace';

/**
 * Trapped LBR MSR accesses, pmu_intel.c:intel_pmu_handle_lbr_msrs_access(): KVM either touches the register of the
 * same index and reports the value, or answers 0 and drops writes. Ownership leaves no mark, with one exception: while
 * perf has recording for the host turned on, the LBRs are the host's.
 */
export class TrappedAccessJudge implements Judge {
  readonly kinds = [EVENT.readMsr, EVENT.writeMsr, EVENT.kvmMsr] as const;
  readonly #sinkFor: SinkFor;
  readonly #last: (HardwareAccess | undefined)[] = [];
  readonly #writers = new RegisterWriters();
  #recorded = false;
  #violated = false;

  constructor(sinkFor: SinkFor) {
    this.#sinkFor = sinkFor;
  }

  speaksOf(msr: number): boolean {
    return isRecordMsr(msr);
  }

  event(event: TraceEvent, cpu: CpuState): void {
    switch (event.kind) {
      case EVENT.readMsr:
      case EVENT.writeMsr:
        if (isRecordMsr(event.msr)) this.#note(event, cpu);
        return;
      case EVENT.kvmMsr:
        if (isRecordMsr(event.msr)) this.#access(event, this.#lastOn(event.cpu, cpu));
        this.#last[event.cpu] = undefined;
        return;
    }
  }

  gap(cpu: number | 'all' | 'none'): void {
    if (cpu === 'none') return;
    this.#writers.forget(cpu);
    if (cpu === 'all') this.#last.length = 0;
    else this.#last[cpu] = undefined;
  }

  assumptions(): readonly string[] {
    if (!this.#violated) return [];
    return [
      'perf has recording on only for a host LBR event that owns the LBRs; where a guest owns them, the host records into its ' +
        'records, and LBR-ENT-3 is violated in place of LBR-MSR-1, LBR-MSR-2, LBR-ARCH-4 and LBR-ARCH-26',
    ];
  }

  #note(event: TraceEvent, cpu: CpuState): void {
    const write = event.kind === EVENT.writeMsr;
    if (cpu.mode !== 'run' && event.context <= CONTEXT.task) {
      const { pid, msr, high, low, fault, irqs, line } = event;
      const writer = this.#writers.last(event.cpu, msr, lastGuest(cpu, msr));
      const { recordingSince } = cpu;
      this.#last[event.cpu] = { pid, write, msr, high, low, fault, irqs, line, recordingSince, writer };
    }
    if (write && !event.fault) this.#writers.write(event);
  }

  /** KVM's access since the thread left the guest and came on the CPU. */
  #lastOn(at: number, cpu: CpuState): HardwareAccess | undefined {
    const last = this.#last[at];
    return last && last.line > cpu.exitLine && last.line > cpu.switchLine ? last : undefined;
  }

  #access(event: TraceEvent, last: HardwareAccess | undefined): void {
    const access = last !== undefined && isSame(last, event) ? last : undefined;
    if (access?.fault) return this.#refused(event, access);
    if (event.fault) return;
    if (access) this.#recorded = true;
    if (access) this.#reached(event, access);
    else this.#answered(event);
  }

  /** The CPU refused KVM's own access. */
  #refused(event: TraceEvent, access: HardwareAccess): void {
    if (!event.write) return;
    const rule = this.#sinkFor('LBR-MSR-24');
    if (event.fault) return rule.kept();
    rule.violated(event, refusalIsHidden(event, access));
  }

  /** KVM answered by itself. */
  #answered(event: TraceEvent): void {
    const rule = this.#rule(event);
    if (event.write && !this.#recorded) rule.unknown(NOT_RECORDED, event);
    else if (event.write || isZero(event)) rule.kept();
    else rule.unknown(NO_HARDWARE, event);
  }

  #reached(event: TraceEvent, access: HardwareAccess): void {
    if (!event.write) this.#origin(event, access);
    const rules = [this.#rule(event)];
    const group = msrGroup(event.msr);
    if (group === 'arch-depth' || group === 'arch-record') rules.push(this.#sinkFor('LBR-ARCH-26'));
    if (group === 'arch-depth' && event.write) rules.push(this.#sinkFor('LBR-ARCH-4'));
    for (const rule of rules) {
      // A read of 0 is what a guest gets that owns nothing.
      if (!event.write && isZero(event)) rule.kept();
      else if (access.recordingSince === 0) rule.unknown(OWNER, event);
      else {
        this.#violated = true;
        rule.violated(event, reachedTheHost(event, access));
      }
    }
  }

  /** Whose value the guest reads: told where no guest ran since a line shows the register. */
  #origin(event: TraceEvent, access: HardwareAccess): void {
    const { writer } = access;
    const same = writer !== undefined && writer.high === event.high && writer.low === event.low;
    if (isZero(event)) return;
    if (event.msr === MSR.lbrSelect) {
      const rule = this.#sinkFor('LBR-ISO-2');
      if (same && writer.by === 'interrupt') rule.violated(event, fromHost(event, writer, 'perf writes', 'LBR_SELECT'));
      else rule.unknown(WRITER, event);
    } else if (msrGroup(event.msr) === 'record' || msrGroup(event.msr) === 'arch-record') {
      // Nothing but a branch of the host has changed it: no guest ran, and every write of the record leaves a line.
      const branch = writer !== undefined && !same;
      for (const rule of [this.#sinkFor('LBR-ISO-1'), this.#sinkFor('LBR-MSR-29')]) {
        if (branch) rule.violated(event, fromHost(event, writer, 'the host writes', 'a record of a host branch'));
        else rule.unknown(WRITER, event);
      }
    }
  }

  #rule(event: TraceEvent): RuleSink {
    return this.#sinkFor(event.write ? 'LBR-MSR-2' : 'LBR-MSR-1');
  }
}

function isSame(access: HardwareAccess, { pid, write, msr, high, low, fault }: TraceEvent): boolean {
  if (access.pid !== pid || access.write !== write || access.msr !== msr) return false;
  // What a read that faults gave does not matter.
  return (access.high === high && access.low === low) || (!write && fault);
}

/**
 * The last line that shows that a guest ran on the CPU, or that perf may have put records back by XRSTORS; of no use where
 * VM-entries or VM-exits are not recorded.
 */
function lastGuest({ entryLine, exitLine, switchLine }: CpuState, msr: number): number {
  if (entryLine === 0 || exitLine === 0) return Infinity;
  return Math.max(entryLine, exitLine, msrGroup(msr) === 'arch-record' ? switchLine : 0);
}

function isZero({ high, low }: TraceEvent): boolean {
  return high === 0 && low === 0;
}

function isRecordMsr(msr: number): boolean {
  const group = msrGroup(msr);
  return group !== 'other' && group !== 'debugctl' && group !== 'perf-capabilities' && group !== 'last-branch';
}
