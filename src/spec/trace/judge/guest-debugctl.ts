import type { CpuState } from '../cpu-state.ts';
import type { Evidence } from '../findings.ts';
import { DEBUGCTL, MSR, hex } from '../msrs.ts';
import { EVENT, NO_THREAD, valueOf, type TraceEvent } from '../read/events.ts';
import type { Judge, RuleSink, SinkFor } from './judge.ts';
import { Threads } from './threads.ts';
import { changesGuest } from './vm-ioctl.ts';

const MOST_VALUES = 64;
const SMM = Number(DEBUGCTL.freezeInSmm);
const NO_HOST = 'the guest reads FREEZE_IN_SMM as set; DEBUGCTL of the host on this CPU is not known';
const OWN_BIT = 'the guest reads FREEZE_IN_SMM as set; that it did not set it itself is not known';

interface Guest {
  /** Values that were accepted, with the line of the first time. */
  readonly accepted: Map<bigint, number>;
  /** The last of them, while nothing else can have changed DEBUGCTL. */
  last: { readonly value: bigint; readonly line: number } | undefined;
}

/** DEBUGCTL as the guest writes and reads it, in what does not depend on the guest's configuration. */
export class GuestDebugctlJudge implements Judge {
  readonly kinds = [EVENT.kvmMsr, EVENT.ioctl, EVENT.kvmUserspaceExit] as const;
  readonly needsNoCpu = true;
  readonly #union: RuleSink;
  readonly #hostBit: RuleSink;
  readonly #guests = new Threads<Guest>(() => ({ accepted: new Map(), last: undefined }));

  constructor(sinkFor: SinkFor) {
    this.#union = sinkFor('LBR-DBG-25');
    this.#hostBit = sinkFor('LBR-DBG-30');
  }

  event(event: TraceEvent, cpu: CpuState): void {
    if (event.kind === EVENT.ioctl) {
      if (changesGuest(event)) this.#guests.delete(event.pid);
    } else if (event.kind === EVENT.kvmUserspaceExit) {
      const guest = this.#guests.peek(event.pid);
      if (guest) guest.last = undefined;
    } else if (event.msr === MSR.debugctl) {
      if (event.pid === NO_THREAD) this.#guests.delete(event.pid);
      const guest = this.#guests.of(event.pid);
      if (event.write) this.#write(event, guest);
      else if (!event.fault) this.#read(event, cpu, guest);
    }
  }

  gap(): void {
    for (const guest of this.#guests.values()) guest.last = undefined;
  }

  /** Which bits a vCPU may set does not depend on the bits beside them. */
  #write(event: TraceEvent, guest: Guest): void {
    const value = valueOf(event);
    const parts = [...guest.accepted].filter(([one]) => one !== 0n && one !== value && (one & ~value) === 0n);
    const isUnion = parts.reduce((union, [one]) => union | one, 0n) === value && value !== 0n;
    if (isUnion && !guest.accepted.has(value)) {
      if (event.fault) this.#refused(event, value, parts);
      else this.#union.kept();
    }
    if (event.fault) return;
    guest.last = { value, line: event.line };
    if (guest.accepted.size < MOST_VALUES && !guest.accepted.has(value)) guest.accepted.set(value, event.line);
  }

  #refused(event: TraceEvent, value: bigint, parts: readonly (readonly [bigint, number])[]): void {
    const evidence: Evidence[] = [];
    let union = 0n;
    for (const [one, line] of parts) {
      if ((one & ~union) === 0n) continue;
      union |= one;
      evidence.push({ line, shows: `the guest writes ${hex(one)} to DEBUGCTL (0x1d9) and it is accepted` });
    }
    this.#union.violated(event, {
      message: `the guest's write of ${hex(value)} to DEBUGCTL faults, and each of its bits was accepted before`,
      expected: 'accepted',
      found: '#GP',
      evidence: [
        ...evidence,
        { line: event.line, shows: `the guest writes ${hex(value)} to DEBUGCTL (0x1d9) and gets #GP` },
      ],
      // Each of these lines stands for itself, whatever is missing between them.
      scope: 'line',
    });
  }

  /** FREEZE_IN_SMM belongs to the host: a guest cannot set it and must not see it. */
  #read(event: TraceEvent, cpu: CpuState, { last }: Guest): void {
    const host = cpu.debugctl;
    const hostHasIt = host.known && (host.value & SMM) !== 0;
    if ((event.low & SMM) === 0) {
      if (hostHasIt) this.#hostBit.kept();
      return;
    }
    if (!host.known) return this.#hostBit.unknown(NO_HOST, event);
    if (!hostHasIt) return;
    if (last === undefined || (last.value & DEBUGCTL.freezeInSmm) !== 0n) return this.#hostBit.unknown(OWN_BIT, event);
    this.#hostBit.violated(event, {
      message: `the guest reads ${hex(valueOf(event))} from DEBUGCTL: FREEZE_IN_SMM of the host shows`,
      expected: hex(valueOf(event) & ~DEBUGCTL.freezeInSmm),
      found: hex(valueOf(event)),
      evidence: [
        { line: host.line, shows: `DEBUGCTL of the host is ${hex(host.value)}` },
        { line: last.line, shows: `the guest writes ${hex(last.value)} to DEBUGCTL and it is accepted` },
        { line: event.line, shows: `the guest reads ${hex(valueOf(event))}` },
      ],
      scope: 'thread',
    });
  }
}
