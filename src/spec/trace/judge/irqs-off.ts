import type { CpuState } from '../cpu-state.ts';
import { DEBUGCTL, MSR, hex } from '../msrs.ts';
import { CONTEXT, EVENT, type TraceEvent } from '../read/events.ts';
import type { Bench, Judge, RuleBench } from './judge.ts';

const LBR = Number(DEBUGCTL.lbr);

/** What interrupt handlers wrote to DEBUGCTL since the kvm_entry of the CPU. */
interface Written {
  readonly pid: number;
  readonly value: number;
  readonly line: number;
}

/**
 * perf turns recording of the host on or off in an interrupt. Between kvm_entry and kvm_exit KVM has IRQs off, so no
 * interrupt handler can run there; one that leaves DEBUGCTL.LBR otherwise than it was has changed the owner.
 */
export class IrqsOffJudge implements Judge {
  readonly kinds = [EVENT.kvmExit, EVENT.writeMsr] as const;
  readonly #rule: RuleBench;
  readonly #written: (Written | undefined)[] = [];

  constructor(bench: Bench) {
    this.#rule = bench('LBR-OWN-1');
  }

  event(event: TraceEvent, cpu: CpuState): void {
    if (event.kind === EVENT.kvmExit) {
      const written = this.#written[event.cpu];
      if (written === undefined) return;
      this.#exit(event, cpu, written);
      this.#written[event.cpu] = undefined;
    } else if (event.msr === MSR.debugctl && event.context === CONTEXT.hardirq && !event.fault) {
      this.#write(event, cpu);
    }
  }

  gap(cpu: number | 'all' | 'none'): void {
    if (cpu === 'all') this.#written.length = 0;
    else if (cpu !== 'none') this.#written[cpu] = undefined;
  }

  #write(event: TraceEvent, cpu: CpuState): void {
    if (cpu.mode === 'run' && cpu.pid === event.pid) {
      this.#written[event.cpu] = { pid: event.pid, value: event.low, line: event.line };
    } else if (cpu.mode === 'host' && cpu.debugctl.known && (cpu.debugctl.value ^ event.low) & LBR) {
      this.#rule.kept();
    }
  }

  #exit(event: TraceEvent, cpu: CpuState, written: Written): void {
    const { debugctl } = cpu;
    if (cpu.mode !== 'run' || written.pid !== event.pid || !debugctl.known) return;
    if (((written.value ^ debugctl.value) & LBR) === 0) return;
    const turned = written.value & LBR ? 'on' : 'off';
    this.#rule.violated(event, {
      message: `an interrupt handler turns recording of the host ${turned} between kvm_entry and kvm_exit, where KVM has IRQs off`,
      expected: 'no change of the owner between kvm_entry and kvm_exit',
      found: `DEBUGCTL ${hex(debugctl.value)}, then ${hex(written.value)}`,
      evidence: [
        { line: cpu.entryLine, shows: 'kvm_entry: KVM enters the guest with IRQs off' },
        { line: written.line, shows: `an interrupt handler writes ${hex(written.value)} to DEBUGCTL` },
      ],
      scope: 'cpu',
      line: written.line,
    });
  }
}
