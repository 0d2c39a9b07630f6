import type { Machine, World } from '../../model/protocol/index.ts';
import { DEBUGCTL, MSR } from '../msrs.ts';
import { recordMsr, withRecordingOff, type Registers } from './registers.ts';

/** The depth of the host; perf and guests write no other. */
export const DEPTH = 32n;

/** One RDMSR or WRMSR. */
interface Access {
  readonly msr: number;
  readonly value: bigint;
}

/**
 * The writes of perf on one pCPU in a step. Records and filters are touched while recording is off; all DEBUGCTL writes but
 * the last leave it off, as while events are rescheduled.
 */
export function perfWrites(m: Machine, w: World, before: Registers, after: Registers): Access[] {
  const arch = m.instance.flavour === 'arch';
  const touched = wiped(w, after) || after.records.some((value, index) => value !== before.records[index]);
  const stopped = touched && (before.debugctl & DEBUGCTL.lbr) !== 0n;
  const writes = Math.max(w.seen.debugctlWrites, before.debugctl === after.debugctl ? 0 : 1, stopped ? 2 : 0);
  // LBR_CTL of a guest comes back with its image by XRSTORS, which leaves no mark.
  const filtered = before.filter !== after.filter || before.hostUser !== after.hostUser;
  const switched = arch && (filtered || touched);
  const off = { msr: MSR.debugctl, value: withRecordingOff(before.debugctl) };
  return [
    ...Array.from({ length: Math.max(0, writes - 1) }, () => off),
    ...(switched && before.hostUser ? [{ msr: MSR.archLbrCtl, value: 0n }] : []),
    ...(touched ? recordWrites(m, after) : []),
    ...(!arch && before.filter !== after.filter ? [{ msr: MSR.lbrSelect, value: after.filter }] : []),
    ...(switched && after.hostUser ? [{ msr: MSR.archLbrCtl, value: after.filter }] : []),
    ...(writes > 0 ? [{ msr: MSR.debugctl, value: after.debugctl }] : []),
  ];
}

/**
 * The reads by which perf saves or samples, newest record first; a save ends at an empty one and takes LBR_SELECT along for a
 * guest LBR event. XSAVES leaves no mark.
 */
export function perfReads(m: Machine, w: World, before: Registers, what: 'save' | 'sample'): Access[] {
  if (m.instance.flavour !== 'legacy' || w.seen.lbrReads === 0) return [];
  const { records, filter, tos, guestSaved } = before;
  const newestFirst = records.map((_, age): Access => {
    const index = (tos - age + records.length) % records.length;
    return { msr: recordMsr(m) + index, value: records[index] };
  });
  const empty = newestFirst.findIndex(({ value }) => value === 0n);
  const whole = what === 'sample' || empty < 0;
  return [
    { msr: MSR.lbrTos, value: BigInt(tos) },
    ...(whole ? newestFirst : newestFirst.slice(0, empty + 1)),
    ...(what === 'save' && guestSaved ? [{ msr: MSR.lbrSelect, value: filter }] : []),
  ];
}

/** perf wipes or restores records: MSR by MSR on legacy LBR, by one write of DEPTH or by XRSTORS on Arch LBR. */
function recordWrites(m: Machine, { records }: Registers): Access[] {
  if (m.instance.flavour === 'legacy') return records.map((value, index) => ({ msr: recordMsr(m) + index, value }));
  return records.every((value) => value === 0n) ? [{ msr: MSR.archLbrDepth, value: DEPTH }] : [];
}

/**
 * Whether empty records were written over empty ones. Turning recording on for the host counts as one write, of LBR_SELECT, in
 * the model's books; where it was two such writes, the line says no more than what was there.
 */
function wiped(w: World, { records, hostUser }: Registers): boolean {
  return w.seen.lbrWrites > (hostUser ? 1 : 0) && records.every((value) => value === 0n);
}
