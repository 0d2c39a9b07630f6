import { Filter, Tag } from '../../model/protocol/tags.ts';
import type { Machine, World } from '../../model/protocol/index.ts';
import { DEBUGCTL, LBREN, MSR } from '../msrs.ts';

/** The MSRs of one pCPU whose writes a trace shows. */
export interface Registers {
  readonly debugctl: bigint;
  /** Legacy LBR: LBR_SELECT. Arch LBR: LBR_CTL. */
  readonly filter: bigint;
  /** perf has a host LBR event that it records for: it writes the registers whenever it reschedules events. */
  readonly hostUser: boolean;
  /** FROM of each record, by the number of its MSR. */
  readonly records: readonly bigint[];
  /** The record that TOS names. */
  readonly tos: number;
  /** perf saves LBR_SELECT with the records: it has a guest LBR event there. */
  readonly guestSaved: boolean;
}

const RECORDING = DEBUGCTL.lbr | DEBUGCTL.freezeLbrsOnPmi;

/** Values that stand for the filters of the model: the LBR_SELECT of perf's two kinds of events, and a guest's own. */
const SELECT: Readonly<Record<number, bigint>> = { [Filter.zero]: 0n, [Filter.any]: 0x3n, [Filter.callStack]: 0x3c4n };

export function registersOf(m: Machine, w: World, cpu: number): Registers {
  const hw = w.cpus[cpu];
  const arch = m.instance.flavour === 'arch';
  const select = SELECT[hw.select] ?? BigInt(hw.select);
  return {
    debugctl:
      (!arch && hw.recording ? DEBUGCTL.lbr : 0n) |
      (hw.freezeLbrsOnPmi ? DEBUGCTL.freezeLbrsOnPmi : 0n) |
      (hw.freezeInSmm ? DEBUGCTL.freezeInSmm : 0n),
    hostUser: hw.lbrUsers > 0 && hw.guestMask === 0,
    records: hw.ring.map((_, index) => recordValue(hw.ring[(hw.slot - index + hw.ring.length) % hw.ring.length])),
    tos: hw.slot,
    guestSaved: hw.selectFlag === 1,
    filter: arch ? (hw.recording ? LBREN : 0n) | (select << 1n) : select,
  };
}

export function filterMsr(m: Machine): number {
  return m.instance.flavour === 'arch' ? MSR.archLbrCtl : MSR.lbrSelect;
}

/** DEBUGCTL as perf leaves it while it reschedules: recording is off, the other bits stay. */
export function withRecordingOff(debugctl: bigint): bigint {
  return debugctl & ~RECORDING;
}

/** A value that stands for who executed the branch. */
function recordValue(tag: number): bigint {
  return tag === Tag.none ? 0n : 0x40_0000n + BigInt(tag);
}

/** First FROM record. */
export function recordMsr(m: Machine): number {
  return m.instance.flavour === 'arch' ? 0x1500 : 0x680;
}
