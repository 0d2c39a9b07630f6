import type { Evidence } from '../findings.ts';
import { DEBUGCTL, hex } from '../msrs.ts';
import { IRQS, type TraceEvent } from '../read/events.ts';
import type { ViolationDetails } from '../results.ts';

/** What KVM and NMIs wrote to DEBUGCTL between kvm_entry and kvm_exit of one CPU. */
export interface RoundTrip {
  /** DEBUGCTL of the host before VM-entry, undefined where it is not known. */
  before: number | undefined;
  beforeLine: number;
  /** Host recording was on before VM-entry: by DEBUGCTL or, on Arch LBR, by LBR_CTL. */
  recording: boolean;
  /** KVM's last read of DEBUGCTL in the thread before the entry: what it writes back comes from there. */
  snapshot: Snapshot | undefined;
  writesRecorded: boolean;
  /** Last write in process context with IRQs off: that of KVM. */
  restored: number | undefined;
  restoredLine: number;
  /** Last write by whomever. */
  written: number | undefined;
  /** A write whose context is an NMI or is not shown. */
  disturbed: string | undefined;
}

interface Snapshot {
  readonly pid: number;
  readonly value: number;
  readonly line: number;
  readonly irqs: number;
}

/** The bits that have a rule; all of them are in the low half. */
export const LBR = Number(DEBUGCTL.lbr);
export const FREEZE_LBRS = Number(DEBUGCTL.freezeLbrsOnPmi);
export const FREEZE_IN_SMM = Number(DEBUGCTL.freezeInSmm);

/** The read that gave KVM the value it writes back, where it came before the host wrote another one. */
function stale(event: TraceEvent, { snapshot, beforeLine }: RoundTrip, after: number): Evidence[] {
  if (snapshot === undefined || snapshot.pid !== event.pid || snapshot.value !== after) return [];
  if (snapshot.line > beforeLine) return [];
  const irqs = { [IRQS.on]: ', with IRQs on', [IRQS.off]: ', with IRQs off', [IRQS.unknown]: '' }[snapshot.irqs] ?? '';
  return [{ line: snapshot.line, shows: `the thread reads ${hex(after)} from DEBUGCTL${irqs}` }];
}

const BIT_NAMES = new Map([
  [LBR, 'LBR'],
  [FREEZE_LBRS, 'FREEZE_LBRS_ON_PMI'],
  [FREEZE_IN_SMM, 'FREEZE_IN_SMM'],
]);

/** One bit of DEBUGCTL of the host differs after a VM round trip. */
export function bitDiffers(
  event: TraceEvent,
  trip: RoundTrip,
  before: number,
  after: number,
  bit: number,
): ViolationDetails {
  const name = BIT_NAMES.get(bit) ?? hex(bit);
  const written = trip.restored !== undefined;
  const shown: Evidence = written
    ? { line: trip.restoredLine, shows: `KVM writes ${hex(after)}` }
    : { line: event.line, shows: 'VM-exit has zeroed DEBUGCTL and KVM writes nothing' };
  const bitAfter = (after & bit) === 0 ? 'clear' : 'set';
  const bitBefore = (before & bit) === 0 ? 'clear' : 'set';
  return {
    message: `after this VM-exit ${name} of the host's DEBUGCTL is ${bitAfter}; before VM-entry it was ${bitBefore}`,
    expected: `DEBUGCTL ${hex(before)}`,
    found: `DEBUGCTL ${hex(after)}`,
    evidence: [
      ...stale(event, trip, after),
      { line: trip.beforeLine, shows: `DEBUGCTL of the host is ${hex(before)}` },
      shown,
    ],
    scope: 'cpu',
    line: shown.line,
  };
}
