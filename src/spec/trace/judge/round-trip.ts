import type { CpuState } from '../cpu-state.ts';
import { LBREN, MSR } from '../msrs.ts';
import { CONTEXT, EVENT, IRQS, type TraceEvent } from '../read/events.ts';
import { VENDOR } from '../read/exit-reasons.ts';
import type { Judge, RuleSink, SinkFor } from './judge.ts';
import { bitDiffers, FREEZE_IN_SMM, FREEZE_LBRS, LBR, type RoundTrip } from './round-trip-violation.ts';

const LBREN_BIT = Number(LBREN);

const NO_FLAGS = 'a DEBUGCTL write without latency flags: either KVM or an NMI handler made it';
const BY_NMI = 'an NMI handler wrote DEBUGCTL between kvm_entry and kvm_exit';
const FILTER = 'recording is on again; that the filter of the event is the same is not in the trace';

/**
 * Judges a VM round trip: DEBUGCTL of the host after the write of KVM (vmx.c:vmx_vcpu_run(), before the kvm_exit
 * tracepoint) against its value before kvm_entry, bit by bit, because each bit has its own rule.
 */
export class RoundTripJudge implements Judge {
  readonly kinds = [EVENT.readMsr, EVENT.writeMsr, EVENT.kvmEntry, EVENT.kvmExit] as const;
  readonly everyExit = true;
  readonly #off: RuleSink;
  readonly #on: RuleSink;
  readonly #freezeLbrs: RuleSink;
  readonly #freezeInSmm: RuleSink;
  readonly #trips: (RoundTrip | undefined)[] = [];
  #judged = 0;

  constructor(sinkFor: SinkFor) {
    this.#off = sinkFor('LBR-DBG-1');
    this.#freezeInSmm = sinkFor('LBR-DBG-2');
    this.#freezeLbrs = sinkFor('LBR-DBG-4');
    this.#on = sinkFor('LBR-ENT-4');
  }

  event(event: TraceEvent, cpu: CpuState): void {
    if (event.kind === EVENT.kvmEntry) return this.#enter(event, cpu);
    if (event.kind === EVENT.readMsr) return this.#snapshot(event, cpu);
    if (cpu.mode !== 'run' || event.pid !== cpu.pid) return;
    const trip = this.#trips[event.cpu];
    if (trip === undefined) return;
    if (event.kind === EVENT.kvmExit) this.#exit(event, cpu, trip);
    else if (event.msr === MSR.debugctl && !event.fault) write(event, trip);
  }

  /** A gap ends the round trip: the mode of the CPU is not known any more. */
  gap(cpu: number | 'all' | 'none'): void {
    if (cpu === 'none') return;
    for (const trip of cpu === 'all' ? this.#trips : [this.#trips[cpu]]) if (trip) trip.snapshot = undefined;
  }

  assumptions(): readonly string[] {
    if (this.#judged === 0) return [];
    return ['nothing writes DEBUGCTL of the host without the msr:write_msr tracepoint'];
  }

  #enter(event: TraceEvent, cpu: CpuState): void {
    const trip = (this.#trips[event.cpu] ??= noTrip());
    trip.restored = undefined;
    trip.written = undefined;
    trip.disturbed = undefined;
    const { debugctl } = cpu;
    trip.before = debugctl.known ? debugctl.value : undefined;
    trip.beforeLine = debugctl.known ? debugctl.line : 0;
    const { lbrCtl } = cpu;
    trip.recording =
      (debugctl.known && (debugctl.value & LBR) !== 0) || (lbrCtl.known && (lbrCtl.value & LBREN_BIT) !== 0);
    trip.writesRecorded = cpu.debugctlWritten;
  }

  #snapshot({ cpu: at, pid, msr, low, line, irqs, context, fault }: TraceEvent, cpu: CpuState): void {
    if (msr !== MSR.debugctl || fault || context !== CONTEXT.task || cpu.mode === 'run') return;
    const trip = (this.#trips[at] ??= noTrip());
    // Read over and over: the first line of a value is where it was taken.
    if (trip.snapshot?.value === low && trip.snapshot.pid === pid && trip.snapshot.irqs === irqs) return;
    trip.snapshot = { pid, value: low, line, irqs };
  }

  #exit(event: TraceEvent, cpu: CpuState, trip: RoundTrip): void {
    const { before } = trip;
    if (before === undefined) {
      this.#notJudged(event, cpu, trip);
      if (trip.restored !== undefined && trip.disturbed === undefined) cpu.settle(trip.restored, trip.restoredLine);
      return;
    }
    // Hardware zeroes DEBUGCTL at a VM-exit of VMX, so no write means 0; on SVM it means that it stayed.
    const after =
      trip.restored ?? (before === 0 || (event.vendor === VENDOR.vmx && trip.writesRecorded) ? 0 : undefined);
    if (trip.disturbed !== undefined && after !== before) return this.#tell(trip, trip.disturbed, event, before);
    if (after === undefined)
      return this.#tell(trip, 'no write of DEBUGCTL is recorded around this VM round trip', event, before);
    this.#judged++;
    this.#judge(event, trip, before, after);
    // What KVM lost or brought back is not what the host wants: that is known again when the host shows it.
    if ((before ^ after) & (LBR | FREEZE_LBRS | FREEZE_IN_SMM)) cpu.forgetDebugctl('a VM round trip changed it');
    else cpu.settle(after, trip.restored === undefined ? event.line : trip.restoredLine);
  }

  /** KVM writes a value that a rule speaks of, and what was there before VM-entry is not known. */
  #notJudged(event: TraceEvent, { debugctl }: CpuState, trip: RoundTrip): void {
    const { written } = trip;
    if (written === undefined) return;
    const reason =
      trip.disturbed ?? `DEBUGCTL of the host before VM-entry is not known: ${debugctl.known ? '' : debugctl.reason}`;
    if (written & LBR) this.#on.unknown(reason, event);
    if (written & FREEZE_IN_SMM) this.#freezeInSmm.unknown(reason, event);
  }

  #tell(trip: RoundTrip, reason: string, event: TraceEvent, before: number): void {
    (before & LBR ? this.#on : this.#off).unknown(reason, event);
    if (trip.recording && before & FREEZE_LBRS) this.#freezeLbrs.unknown(reason, event);
    if (before & FREEZE_IN_SMM) this.#freezeInSmm.unknown(reason, event);
  }

  #judge(event: TraceEvent, trip: RoundTrip, before: number, after: number): void {
    const changed = before ^ after;
    if (changed & LBR)
      (before & LBR ? this.#on : this.#off).violated(event, bitDiffers(event, trip, before, after, LBR));
    else if (before & LBR) this.#on.unknown(FILTER, event);
    else this.#off.kept();
    if (trip.recording && before & FREEZE_LBRS) {
      if (changed & FREEZE_LBRS) this.#freezeLbrs.violated(event, bitDiffers(event, trip, before, after, FREEZE_LBRS));
      else this.#freezeLbrs.kept();
    }
    if (changed & FREEZE_IN_SMM)
      this.#freezeInSmm.violated(event, bitDiffers(event, trip, before, after, FREEZE_IN_SMM));
    else if (before & FREEZE_IN_SMM) this.#freezeInSmm.kept();
  }
}

function write(event: TraceEvent, trip: RoundTrip): void {
  trip.written = event.low;
  if (event.context === CONTEXT.task && event.irqs === IRQS.off) {
    trip.restored = event.low;
    trip.restoredLine = event.line;
  } else {
    trip.disturbed = event.context === CONTEXT.unknown ? NO_FLAGS : BY_NMI;
  }
}

function noTrip(): RoundTrip {
  return {
    before: undefined,
    beforeLine: 0,
    recording: false,
    snapshot: undefined,
    writesRecorded: false,
    restored: undefined,
    written: undefined,
    restoredLine: 0,
    disturbed: undefined,
  };
}
