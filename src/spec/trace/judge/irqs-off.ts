import type { CpuState } from '../cpu-state.ts';
import type { Fact } from '../fact.ts';
import { DEBUGCTL, MSR, hex } from '../msrs.ts';
import { CONTEXT, EVENT, type TraceEvent } from '../read/events.ts';
import type { Judge, RuleSink, SinkFor } from './judge.ts';

/** DEBUGCTL.LBR and LBR_CTL.LBREn are the same bit. */
const RECORDING = Number(DEBUGCTL.lbr);

/** What interrupt handlers wrote to DEBUGCTL or LBR_CTL since the kvm_entry of the CPU. */
interface Written {
  readonly msr: number;
  readonly pid: number;
  readonly value: number;
  readonly line: number;
}

/**
 * perf turns recording of the host on or off in an interrupt. Between kvm_entry and kvm_exit KVM has IRQs off, so no
 * interrupt handler can run there; one that leaves DEBUGCTL.LBR, or LBR_CTL.LBREn, otherwise than it was has changed the
 * owner.
 */
export class IrqsOffJudge implements Judge {
  readonly kinds = [EVENT.kvmExit, EVENT.writeMsr] as const;
  readonly #rule: RuleSink;
  readonly #written: (Written | undefined)[] = [];

  constructor(sinkFor: SinkFor) {
    this.#rule = sinkFor('LBR-OWN-1');
  }

  event(event: TraceEvent, cpu: CpuState): void {
    if (event.kind === EVENT.kvmExit) {
      const written = this.#written[event.cpu];
      if (written === undefined) return;
      this.#exit(event, cpu, written);
      this.#written[event.cpu] = undefined;
    } else if (turnsRecording(event.msr) && event.context === CONTEXT.hardirq && !event.fault) {
      this.#write(event, cpu);
    }
  }

  gap(cpu: number | 'all' | 'none'): void {
    if (cpu === 'all') this.#written.length = 0;
    else if (cpu !== 'none') this.#written[cpu] = undefined;
  }

  #write(event: TraceEvent, cpu: CpuState): void {
    const before = registerOf(event.msr, cpu);
    if (cpu.mode === 'run' && cpu.pid === event.pid) {
      this.#written[event.cpu] = { msr: event.msr, pid: event.pid, value: event.low, line: event.line };
    } else if (cpu.mode === 'host' && before.known && (before.value ^ event.low) & RECORDING) {
      this.#rule.kept();
    }
  }

  #exit(event: TraceEvent, cpu: CpuState, written: Written): void {
    const before = registerOf(written.msr, cpu);
    // A write of a run before this one, whose end is not in the trace, says nothing of this one.
    if (cpu.mode !== 'run' || written.line < cpu.entryLine || written.pid !== event.pid || !before.known) return;
    if (((written.value ^ before.value) & RECORDING) === 0) return;
    const turned = written.value & RECORDING ? 'on' : 'off';
    const name = written.msr === MSR.debugctl ? 'DEBUGCTL' : 'LBR_CTL';
    this.#rule.violated(event, {
      message: `an interrupt handler turns recording of the host ${turned} between kvm_entry and kvm_exit, where KVM has IRQs off`,
      expected: 'no change of the owner between kvm_entry and kvm_exit',
      found: `${name} ${hex(before.value)}, then ${hex(written.value)}`,
      evidence: [
        { line: cpu.entryLine, shows: 'kvm_entry: KVM enters the guest with IRQs off' },
        { line: written.line, shows: `an interrupt handler writes ${hex(written.value)} to ${name}` },
      ],
      scope: 'cpu',
      line: written.line,
    });
  }
}

function turnsRecording(msr: number): boolean {
  return msr === MSR.debugctl || msr === MSR.archLbrCtl;
}

function registerOf(msr: number, cpu: CpuState): Fact<number> {
  return msr === MSR.debugctl ? cpu.debugctl : cpu.lbrCtl;
}
