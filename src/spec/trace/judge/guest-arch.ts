import type { Evidence } from '../findings.ts';
import { hex, msrGroup } from '../msrs.ts';
import { EVENT, NO_THREAD, valueOf, type TraceEvent } from '../read/events.ts';
import { said } from './guest-words.ts';
import type { Judge, RuleSink, SinkFor } from './judge.ts';
import { Threads } from './threads.ts';
import { changesGuest } from './vm-ioctl.ts';

/** LBR_CTL bits that the architecture defines: LBREn, OS, USR, CALL_STACK and the seven branch types. */
const DEFINED = 0x7f000fn;
const XSS_LBR = 0x8000n;
const DEPTH_UNKNOWN = 'which depth CPUID 0x1C of the guest enumerates is not in the trace yet';
const BITS_UNKNOWN = 'which LBR_CTL bits CPUID 0x1C of the guest enumerates is not in the trace';

interface Guest {
  /** A line that shows whether the guest has Arch LBR. */
  arch: { readonly has: boolean; readonly shown: Evidence } | undefined;
  /** The one depth that it can have, and the line that shows it. */
  depth: { readonly value: bigint; readonly shown: Evidence } | undefined;
}

/** What a guest with Arch LBR gets, in what follows from its own accesses alone. Its configuration does not change. */
export class GuestArchJudge implements Judge {
  readonly kinds = [EVENT.kvmMsr, EVENT.ioctl] as const;
  readonly needsNoCpu = true;
  readonly #depth: RuleSink;
  readonly #bits: RuleSink;
  readonly #debugctl: RuleSink;
  readonly #xss: RuleSink;
  readonly #guests = new Threads<Guest>(() => ({ arch: undefined, depth: undefined }));

  constructor(sinkFor: SinkFor) {
    this.#depth = sinkFor('LBR-ARCH-21');
    this.#bits = sinkFor('LBR-ARCH-23');
    this.#debugctl = sinkFor('LBR-ARCH-24');
    this.#xss = sinkFor('LBR-ARCH-28');
  }

  event(event: TraceEvent): void {
    if (event.kind === EVENT.ioctl) {
      if (changesGuest(event)) this.#guests.delete(event.pid);
      return;
    }
    const group = msrGroup(event.msr);
    if (event.pid === NO_THREAD) this.#guests.delete(event.pid);
    const guest = this.#guests.of(event.pid);
    if (group === 'arch-depth') this.#depthAccess(event, guest);
    else if (group === 'arch-ctl') this.#ctlAccess(event, guest);
    else if (group === 'debugctl') this.#debugctlAccess(event, guest);
    else if (group === 'xss') this.#xssAccess(event, guest);
    // A write may fault for its value; a read faults for the lack of the MSR alone.
    const tells = group === 'arch-depth' || group === 'arch-ctl';
    if (tells && (!event.fault || !event.write)) guest.arch ??= { has: !event.fault, shown: shown(event) };
  }

  gap(): void {}

  #depthAccess(event: TraceEvent, guest: Guest): void {
    const value = valueOf(event);
    const { depth } = guest;
    if (depth === undefined) {
      if (event.fault) return;
      this.#depth.unknown(DEPTH_UNKNOWN, event);
      guest.depth = { value, shown: shown(event) };
      return;
    }
    if (event.fault && !event.write) return;
    if ((value === depth.value) !== event.fault) this.#depth.kept();
    else
      this.#violated(this.#depth, event, [depth.shown], event.fault ? 'accepted' : depthExpected(event, depth.value));
  }

  #ctlAccess(event: TraceEvent, guest: Guest): void {
    if (!event.write) return;
    const undefinedBits = (valueOf(event) & ~DEFINED) !== 0n;
    if (!event.fault) {
      if (undefinedBits) this.#violated(this.#bits, event, [], '#GP');
      else this.#bits.unknown(BITS_UNKNOWN, event);
    } else if (guest.arch?.has === true) {
      if (undefinedBits) this.#bits.kept();
      else this.#bits.unknown(BITS_UNKNOWN, event);
    }
  }

  #debugctlAccess(event: TraceEvent, guest: Guest): void {
    if (guest.arch?.has !== true) return;
    const value = valueOf(event);
    const evidence = [guest.arch.shown];
    if (event.write) {
      if (value !== 1n) return;
      if (event.fault) this.#violated(this.#debugctl, event, evidence, 'accepted');
      else this.#debugctl.kept();
    } else if (!event.fault) {
      if ((value & 1n) === 0n) this.#debugctl.kept();
      else this.#violated(this.#debugctl, event, evidence, hex(value & ~1n));
    }
  }

  #xssAccess(event: TraceEvent, { arch }: Guest): void {
    const value = valueOf(event);
    if (!event.write || (value & XSS_LBR) === 0n || arch === undefined) return;
    if (arch.has) {
      // Another bit beside it may be the one that is refused.
      if (!event.fault) this.#xss.kept();
      else if (value === XSS_LBR) this.#violated(this.#xss, event, [arch.shown], 'accepted');
    } else if (event.fault) this.#xss.kept();
    else this.#violated(this.#xss, event, [arch.shown], '#GP');
  }

  #violated(rule: RuleSink, event: TraceEvent, evidence: readonly Evidence[], expected: string): void {
    const one = shown(event);
    rule.violated(event, {
      message: `${one.shows}; expected ${expected}`,
      expected,
      found: event.fault ? '#GP' : event.write ? 'accepted' : hex(valueOf(event)),
      evidence: [...evidence, one],
      scope: 'line',
    });
  }
}

function depthExpected(event: TraceEvent, depth: bigint): string {
  return event.write ? `#GP, since the depth is ${hex(depth)}` : hex(depth);
}

function shown(event: TraceEvent): Evidence {
  const { write, msr, fault } = event;
  return { line: event.line, shows: said({ write, msr, value: valueOf(event), fault }) };
}
