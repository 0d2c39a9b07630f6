import type { CpuState } from '../cpu-state.ts';
import type { Evidence } from '../findings.ts';
import { DEBUGCTL, MSR, hex, msrGroup, msrName } from '../msrs.ts';
import { EVENT, valueOf, type TraceEvent } from '../read/events.ts';
import { said } from './guest-words.ts';
import type { Judge, RuleSink, SinkFor } from './judge.ts';

const UNKNOWN = 'whether the CPU of the host has legacy or Arch LBR is not in the trace';
const LBR = Number(DEBUGCTL.lbr);

/**
 * The flavour of the host is shown by what perf touches: LBR_CTL, DEPTH and their records exist on a CPU with Arch LBR
 * only, and perf sets DEBUGCTL.LBR on any other. A guest must not have MSRs of the other flavour.
 */
export class HostFlavourJudge implements Judge {
  readonly kinds = [EVENT.readMsr, EVENT.writeMsr, EVENT.kvmMsr] as const;
  readonly needsNoCpu = true;
  readonly #noLegacyOnArch: RuleSink;
  readonly #sameFlavour: RuleSink;
  #arch: Evidence | undefined;
  #legacy: Evidence | undefined;

  constructor(sinkFor: SinkFor) {
    this.#noLegacyOnArch = sinkFor('LBR-CAP-2');
    this.#sameFlavour = sinkFor('LBR-CAP-15');
  }

  event(event: TraceEvent, cpu: CpuState): void {
    if (event.kind === EVENT.kvmMsr) return this.#access(event);
    if (event.fault || this.#arch !== undefined) return;
    if (flavourOf(event.msr) === 'arch') {
      this.#arch = { line: event.line, shows: `the host accesses ${msrName(event.msr)}: its CPU has Arch LBR` };
    } else if (this.#legacy === undefined && cpu.mode === 'host' && setsLbr(event)) {
      this.#legacy = { line: event.line, shows: `perf writes ${hex(event.low)} to DEBUGCTL: the CPU has legacy LBR` };
    }
  }

  /** What CPU the host has does not change. */
  gap(): void {}

  #access(event: TraceEvent): void {
    const flavour = flavourOf(event.msr);
    if (flavour === undefined) return;
    const host = this.#arch ? 'arch' : this.#legacy ? 'legacy' : undefined;
    const rules =
      flavour === 'legacy' && host !== 'legacy' ? [this.#noLegacyOnArch, this.#sameFlavour] : [this.#sameFlavour];
    for (const rule of rules) {
      // The flavour of the host is there or not for other reasons: only the other one tells.
      if (event.fault) {
        if (host !== undefined && host !== flavour) rule.kept();
      } else if (host === undefined) rule.unknown(UNKNOWN, event);
      else if (host === flavour) rule.kept();
      else this.#violated(rule, event);
    }
  }

  #violated(rule: RuleSink, event: TraceEvent): void {
    const access = { write: event.write, msr: event.msr, value: valueOf(event), fault: event.fault };
    const shown = this.#arch ?? this.#legacy;
    rule.violated(event, {
      message: `${said(access)}, on a host whose CPU does not have this flavour of LBR`,
      expected: '#GP',
      found: 'no fault',
      evidence: [...(shown ? [shown] : []), { line: event.line, shows: said(access) }],
      scope: 'line',
    });
  }
}

function flavourOf(msr: number): 'legacy' | 'arch' | undefined {
  switch (msrGroup(msr)) {
    case 'arch-ctl':
    case 'arch-depth':
    case 'arch-record':
      return 'arch';
    case 'select':
    case 'tos':
    case 'record':
      return 'legacy';
    default:
      return undefined;
  }
}

function setsLbr({ kind, msr, low }: TraceEvent): boolean {
  return kind === EVENT.writeMsr && msr === MSR.debugctl && (low & LBR) !== 0;
}
