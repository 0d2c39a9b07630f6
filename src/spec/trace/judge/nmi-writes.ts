import type { Evidence } from '../findings.ts';
import { DEBUGCTL, MSR, hex, msrGroup, msrName } from '../msrs.ts';
import { CONTEXT, EVENT, valueOf, type TraceEvent } from '../read/events.ts';
import type { Judge, RuleSink, SinkFor } from './judge.ts';

const LBR = Number(DEBUGCTL.lbr);
const ACTIVE = 'an NMI handler leaves recording on; which perf events are ACTIVE is not in the trace';

/** What an NMI handler writes: neither records nor TOS nor LBR_SELECT. LBR_CTL holds filter and enable bit in one register. */
export class NmiWritesJudge implements Judge {
  readonly kinds = [EVENT.writeMsr] as const;
  readonly #rule: RuleSink;

  constructor(sinkFor: SinkFor) {
    this.#rule = sinkFor('LBR-OWN-11');
  }

  event(event: TraceEvent): void {
    if (event.context !== CONTEXT.nmi || event.fault) return;
    if (event.msr === MSR.debugctl) {
      if ((event.low & LBR) !== 0) this.#rule.unknown(ACTIVE, event);
    } else if (isForbidden(event.msr)) this.#violated(event);
  }

  /** Each line stands for itself. */
  gap(): void {}

  #violated(event: TraceEvent): void {
    const one: Evidence = {
      line: event.line,
      shows: `an NMI handler writes ${hex(valueOf(event))} to ${msrName(event.msr)}`,
    };
    this.#rule.violated(event, {
      message: one.shows,
      expected: `no write of ${msrName(event.msr)} by an NMI handler`,
      found: hex(valueOf(event)),
      evidence: [one],
      scope: 'line',
    });
  }
}

function isForbidden(msr: number): boolean {
  return msr === MSR.lbrSelect || msr === MSR.lbrTos || msrGroup(msr) === 'record' || msrGroup(msr) === 'arch-record';
}
