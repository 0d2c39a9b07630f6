import type { CpuState } from '../cpu-state.ts';
import type { AssumedHost } from '../host-vendor.ts';
import { MSR } from '../msrs.ts';
import { EVENT, type EventKind, type TraceEvent } from '../read/events.ts';
import { GuestArchJudge } from './guest-arch.ts';
import { GuestDebugctlJudge } from './guest-debugctl.ts';
import { GuestMsrJudge, type AssumedFeatures, type AssumedLbr } from './guest-msr.ts';
import { HostFlavourJudge } from './host-flavour.ts';
import { HostOwnerJudge } from './host-owner.ts';
import { IrqsOffJudge } from './irqs-off.ts';
import type { Judge, SinkFor } from './judge.ts';
import { LbrCtlJudge } from './lbr-ctl.ts';
import { NmiWritesJudge } from './nmi-writes.ts';
import { RoundTripJudge } from './round-trip.ts';
import { TrappedAccessJudge } from './trapped-access.ts';

/** What is taken for granted of guests and host. */
interface Assumptions {
  readonly guest: AssumedLbr;
  readonly host?: AssumedHost;
  readonly features?: AssumedFeatures;
}

/**
 * Every judge, and who hears of which event. The events that fill a trace have a loop of their own each: a compiler then sees
 * few judges per call, and most lines have one judge or none.
 */
export class JudgeDispatcher {
  readonly #judges: readonly Judge[];
  readonly #entry: readonly Judge[];
  readonly #quietExit: readonly Judge[];
  readonly #debugctlRead: readonly Judge[];
  readonly #debugctlWrite: readonly Judge[];
  /** The same by kind of event. */
  readonly #others: readonly (readonly Judge[])[];
  readonly #ofNoCpu: readonly (readonly Judge[])[];

  constructor(sinkFor: SinkFor, { guest, host = {}, features = {} }: Assumptions) {
    // With ignore_msrs no fault says that an MSR is not there, and these judges live on faults.
    const byFaults = host.ignoreMsrs === true ? [] : [new GuestArchJudge(sinkFor), new HostFlavourJudge(sinkFor)];
    this.#judges = [
      new GuestMsrJudge(sinkFor, guest, host, features),
      new GuestDebugctlJudge(sinkFor),
      ...byFaults,
      // Before the judge that settles DEBUGCTL at kvm_exit.
      new IrqsOffJudge(sinkFor),
      new RoundTripJudge(sinkFor),
      new LbrCtlJudge(sinkFor),
      new HostOwnerJudge(sinkFor),
      new NmiWritesJudge(sinkFor),
      new TrappedAccessJudge(sinkFor),
    ];
    const hear = (kind: EventKind): Judge[] => this.#judges.filter((judge) => judge.kinds.includes(kind));
    const hearDebugctl = (kind: EventKind): Judge[] =>
      hear(kind).filter((judge) => judge.speaksOf?.(MSR.debugctl, kind) ?? true);
    this.#entry = hear(EVENT.kvmEntry);
    this.#quietExit = this.#judges.filter((judge) => judge.everyExit === true);
    this.#debugctlRead = hearDebugctl(EVENT.readMsr);
    this.#debugctlWrite = hearDebugctl(EVENT.writeMsr);
    this.#others = Object.values(EVENT).map(hear);
    this.#ofNoCpu = this.#others.map((judges) => judges.filter((judge) => judge.needsNoCpu === true));
  }

  /** `cpu` is the state before the event. */
  event(event: TraceEvent, cpu: CpuState): void {
    switch (event.kind) {
      case EVENT.kvmEntry:
        for (let index = 0; index < this.#entry.length; index++) this.#entry[index].event(event, cpu);
        return;
      case EVENT.kvmExit:
        if (!cpu.quiet || event.nested || event.ofTd) break;
        for (let index = 0; index < this.#quietExit.length; index++) this.#quietExit[index].event(event, cpu);
        return;
      case EVENT.readMsr:
        if (event.msr !== MSR.debugctl) break;
        for (let index = 0; index < this.#debugctlRead.length; index++) this.#debugctlRead[index].event(event, cpu);
        return;
      case EVENT.writeMsr:
        if (event.msr !== MSR.debugctl) break;
        for (let index = 0; index < this.#debugctlWrite.length; index++) this.#debugctlWrite[index].event(event, cpu);
        return;
    }
    const others = this.#others[event.kind];
    for (let index = 0; index < others.length; index++) others[index].event(event, cpu);
  }

  /** An event of which the CPU is not known; `cpu` knows nothing. */
  withoutCpu(event: TraceEvent, cpu: CpuState): void {
    for (const judge of this.#ofNoCpu[event.kind]) judge.event(event, cpu);
  }

  /** What is known of the CPU and of every thread is not known any more; `reason` is a clause. */
  gap(cpu: number | 'all' | 'none', reason: string): void {
    for (const judge of this.#judges) judge.gap(cpu, reason);
  }

  /** What was taken for granted, one sentence each; asked at the end. */
  assumptions(): string[] {
    return this.#judges.flatMap((judge) => judge.assumptions?.() ?? []);
  }
}
