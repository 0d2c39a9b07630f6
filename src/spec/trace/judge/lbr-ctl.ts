import type { CpuState } from '../cpu-state.ts';
import type { Known } from '../fact.ts';
import { LBREN, MSR, hex } from '../msrs.ts';
import { CONTEXT, EVENT, IRQS, type TraceEvent } from '../read/events.ts';
import type { Judge, RuleSink, SinkFor } from './judge.ts';

const RECORDING = Number(LBREN);
const NO_WRITE =
  'KVM writes no LBR_CTL around this VM round trip; whether VM-exit cleared it (VM-exit control "clear IA32_LBR_CTL") is not in the trace';
const DISTURBED = 'LBR_CTL is written between kvm_entry and kvm_exit by an NMI handler, or without latency flags';

/** The last write of LBR_CTL by KVM since the kvm_entry of the CPU. */
interface Write {
  value: number;
  line: number;
  disturbed: boolean;
}

/**
 * LBR_CTL of the host around a VM round trip. KVM may write it, VMX controls may load and clear it, or nothing may touch
 * it; only the first leaves a mark. A read that shows another value than perf wrote before the guest ran says the rest.
 * A violation stands at the kvm_exit, where host code runs again: the write before it may have come before VM-entry.
 */
export class LbrCtlJudge implements Judge {
  readonly kinds = [EVENT.writeMsr, EVENT.readMsr, EVENT.kvmExit] as const;
  readonly #rules: readonly RuleSink[];
  readonly #writes: (Write | undefined)[] = [];

  constructor(sinkFor: SinkFor) {
    this.#rules = [sinkFor('LBR-ARCH-1'), sinkFor('LBR-ARCH-27'), sinkFor('LBR-ENT-4')];
  }

  speaksOf(msr: number): boolean {
    return msr === MSR.archLbrCtl;
  }

  event(event: TraceEvent, cpu: CpuState): void {
    if (event.kind === EVENT.kvmExit) {
      if (cpu.mode === 'run' && cpu.pid === event.pid && cpu.lbrCtl.known) this.#exit(event, cpu, cpu.lbrCtl);
      this.#writes[event.cpu] = undefined;
    } else if (event.msr === MSR.archLbrCtl && !event.fault) {
      if (event.kind === EVENT.readMsr) this.#read(event, cpu);
      else if (cpu.mode === 'run' && cpu.pid === event.pid) this.#write(event);
    }
  }

  gap(cpu: number | 'all' | 'none'): void {
    if (cpu === 'all') this.#writes.length = 0;
    else if (cpu !== 'none') this.#writes[cpu] = undefined;
  }

  #write({ cpu, context, irqs, low, line }: TraceEvent): void {
    const ofKvm = context === CONTEXT.task && irqs === IRQS.off;
    const disturbed = !ofKvm || this.#writes[cpu]?.disturbed === true;
    this.#writes[cpu] = { value: low, line, disturbed };
  }

  /** Only a host that records has something to lose. */
  #exit(event: TraceEvent, cpu: CpuState, before: Known<number>): void {
    if ((before.value & RECORDING) === 0) return;
    const last = this.#writes[event.cpu];
    // One of a run before this one, whose end is not in the trace, says nothing of this one.
    const written = last !== undefined && last.line > cpu.entryLine ? last : undefined;
    if (written === undefined || written.disturbed) {
      for (const rule of this.#rules) rule.unknown(written === undefined ? NO_WRITE : DISTURBED, event);
    } else if (written.value === before.value) {
      for (const rule of this.#rules) rule.kept();
    } else {
      this.#violated(event, before, { line: written.line, shows: `KVM writes ${hex(written.value)}` }, written.value);
      cpu.forgetLbrCtl('a VM round trip changed it');
    }
  }

  /** Host code reads the register before anybody writes it again. */
  #read(event: TraceEvent, cpu: CpuState): void {
    const before = cpu.lbrCtl;
    if (cpu.mode !== 'host' || !before.known || cpu.exitLine < before.line) return;
    if ((before.value & RECORDING) === 0 || event.context === CONTEXT.nmi) return;
    if (before.value === event.low) for (const rule of this.#rules) rule.kept();
    else this.#violated(event, before, { line: event.line, shows: `the host reads ${hex(event.low)}` }, event.low);
  }

  #violated(event: TraceEvent, before: Known<number>, shown: { line: number; shows: string }, after: number): void {
    for (const rule of this.#rules) {
      rule.violated(event, {
        message: `after a VM round trip LBR_CTL of the host is ${hex(after)}; perf had programmed ${hex(before.value)}`,
        expected: `LBR_CTL ${hex(before.value)}`,
        found: `LBR_CTL ${hex(after)}`,
        evidence: [{ line: before.line, shows: `LBR_CTL of the host is ${hex(before.value)}` }, shown],
        scope: 'cpu',
      });
    }
  }
}
