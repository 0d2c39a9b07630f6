import type { CpuState } from '../cpu-state.ts';
import { msrGroup } from '../msrs.ts';
import { CONTEXT, EVENT, type TraceEvent } from '../read/events.ts';
import type { Bench, Judge, RuleBench } from './judge.ts';

/** KVM's own access to an LBR MSR in a thread, since the thread left the guest. */
interface HardwareAccess {
  pid: number;
  write: boolean;
  msr: number;
  high: number;
  low: number;
}

const OWNER = 'the access reached the register; whose guest LBR event was ACTIVE then is not in the trace';
const NO_HARDWARE = 'KVM answered without an RDMSR that the trace shows, so where the value is from is not told';
const NOT_RECORDED = 'no access of KVM to an LBR MSR is in the trace, so such accesses may not be recorded';

/**
 * Trapped LBR MSR accesses, pmu_intel.c:intel_pmu_handle_lbr_msrs_access(): KVM either touches the register of the
 * same index and reports the value, or answers 0 and drops writes. Which of both it should have done depends on who
 * owns the LBRs, and ownership leaves no mark: only what vanished is known to be kept.
 */
export class TrappedAccessJudge implements Judge {
  readonly kinds = [EVENT.readMsr, EVENT.writeMsr, EVENT.kvmExit, EVENT.schedSwitch, EVENT.kvmMsr] as const;
  readonly #reads: RuleBench;
  readonly #writes: RuleBench;
  readonly #last: (HardwareAccess | undefined)[] = [];
  #recorded = false;

  constructor(bench: Bench) {
    this.#reads = bench('LBR-MSR-1');
    this.#writes = bench('LBR-MSR-2');
  }

  event(event: TraceEvent, cpu: CpuState): void {
    switch (event.kind) {
      case EVENT.readMsr:
      case EVENT.writeMsr:
        if (isRecordMsr(event.msr) && cpu.mode !== 'run' && event.context <= CONTEXT.task) this.#note(event);
        return;
      case EVENT.kvmExit:
      case EVENT.schedSwitch:
        this.#last[event.cpu] = undefined;
        return;
      case EVENT.kvmMsr:
        if (isRecordMsr(event.msr) && !event.fault) this.#judge(event, this.#last[event.cpu]);
        this.#last[event.cpu] = undefined;
        return;
    }
  }

  gap(cpu: number | 'all' | 'none'): void {
    if (cpu === 'all') this.#last.length = 0;
    else if (cpu !== 'none') this.#last[cpu] = undefined;
  }

  #note({ cpu, pid, kind, msr, high, low }: TraceEvent): void {
    this.#last[cpu] = { pid, write: kind === EVENT.writeMsr, msr, high, low };
  }

  #judge(event: TraceEvent, access: HardwareAccess | undefined): void {
    const reached =
      access !== undefined &&
      access.pid === event.pid &&
      access.write === event.write &&
      access.msr === event.msr &&
      access.high === event.high &&
      access.low === event.low;
    if (reached) this.#recorded = true;
    const rule = event.write ? this.#writes : this.#reads;
    if (reached) rule.unknown(OWNER, event);
    else if (event.write && !this.#recorded) rule.unknown(NOT_RECORDED, event);
    else if (event.write || (event.high === 0 && event.low === 0)) rule.kept();
    else rule.unknown(NO_HARDWARE, event);
  }
}

function isRecordMsr(msr: number): boolean {
  const group = msrGroup(msr);
  return group !== 'other' && group !== 'debugctl' && group !== 'perf-capabilities' && group !== 'last-branch';
}
