import type { Host } from './host.ts';
import type { LbrRecords } from './vm-state.ts';
import { MSR, type MsrIndex } from './msr.ts';

/** The part of the record stack that an index names. */
export type LbrMsr = 'select' | 'tos' | 'from' | 'to' | 'info';

/** Which LBR MSR of these records an index is, or undefined: intel_pmu_is_valid_lbr_msr(). */
export function lbrMsrOf(records: LbrRecords, index: MsrIndex, extra = 0): LbrMsr | undefined {
  if (records.depth === 0) return undefined;
  if (records.flavour === 'legacy') {
    if (index === MSR.LBR_SELECT) return 'select';
    if (index === MSR.LBR_TOS) return 'tos';
  }
  const within = (first: MsrIndex): boolean => index >= first && index < first + records.depth + extra;
  if (within(records.from)) return 'from';
  if (within(records.to)) return 'to';
  return records.info !== 0 && within(records.info) ? 'info' : undefined;
}

/** All MSRs of these records, SELECT and TOS first. */
export function lbrMsrsOf(records: LbrRecords): readonly MsrIndex[] {
  if (records.depth === 0) return [];
  const entries = stackMsrs(records, records.depth);
  return records.flavour === 'legacy' ? [MSR.LBR_SELECT, MSR.LBR_TOS, ...entries] : entries;
}

/** FROM, TO and, where the CPU has it, INFO of so many records. */
export function stackMsrs({ from, to, info }: Pick<LbrRecords, 'from' | 'to' | 'info'>, depth: number): MsrIndex[] {
  const indices: MsrIndex[] = [];
  for (const first of info === 0 ? [from, to] : [from, to, info]) {
    for (let i = 0; i < depth; i++) indices.push(first + i);
  }
  return indices;
}

/** The CPU has this MSR at all. */
export function cpuHasMsr(host: Host, index: MsrIndex): boolean {
  const { lbr, depth, from, to, info } = host;
  if (lbr === 'none') return false;
  return lbrMsrOf({ flavour: lbr, depth, from, to, info }, index) !== undefined;
}

/** Bits that LBR_SELECT has on CPUs with call-stack mode. */
const SELECT_BITS = 0x3ffn;

/** Flag bits above the address in FROM, by LBR_FMT; they are not part of the canonical check. */
const FROM_FLAGS: Readonly<Record<number, number>> = { 3: 1, 4: 3, 6: 1 };

/** Whether the CPU itself refuses a WRMSR of this value with #GP. */
export function cpuRefuses(host: Host, msr: LbrMsr, value: bigint): boolean {
  switch (msr) {
    case 'select':
      return (value & ~SELECT_BITS) !== 0n;
    case 'tos':
      return value >= BigInt(host.depth);
    case 'from':
      return !isCanonical(value, FROM_FLAGS[host.lbrFmt] ?? 0);
    case 'to':
      return !isCanonical(value, host.lbrFmt === 6 ? 16 : 0);
    case 'info':
      return false;
  }
}

/** Linear addresses are 57 bits wide on the hosts that matter; bits 63:56 repeat bit 56. */
function isCanonical(value: bigint, flagBits: number): boolean {
  const width = 64 - flagBits;
  const address = BigInt.asIntN(Math.min(width, 64), value);
  return BigInt.asIntN(57, address) === address;
}
