import { DEBUGCTL, MSR } from '../../../spec/model/register/index.ts';

/** MSRs by their names in asm/msr-index.h of the kernel. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [MSR.DEBUGCTL, 'MSR_IA32_DEBUGCTLMSR'],
  [MSR.PERF_CAPABILITIES, 'MSR_IA32_PERF_CAPABILITIES'],
  [MSR.LBR_SELECT, 'MSR_LBR_SELECT'],
  [MSR.LBR_TOS, 'MSR_LBR_TOS'],
  [0x1db, 'MSR_IA32_LASTBRANCHFROMIP'],
  [0x1dc, 'MSR_IA32_LASTBRANCHTOIP'],
  [0x1dd, 'MSR_IA32_LASTINTFROMIP'],
  [0x1de, 'MSR_IA32_LASTINTTOIP'],
]);

/** The arrays of record MSRs: where each begins, and its name. */
const RECORDS: readonly (readonly [number, string])[] = [
  [0xdc0, 'MSR_LBR_INFO_0'],
  [0x6c0, 'MSR_LBR_NHM_TO'],
  [0x680, 'MSR_LBR_NHM_FROM'],
];
const RECORDS_EACH = 0x40;

/** Bits of DEBUGCTL by their names in asm/msr-index.h. */
const BITS: readonly (readonly [bigint, string])[] = [
  [DEBUGCTL.LBR, 'DEBUGCTLMSR_LBR'],
  [DEBUGCTL.BTF, 'DEBUGCTLMSR_BTF'],
  [DEBUGCTL.BUS_LOCK_DETECT, 'DEBUGCTLMSR_BUS_LOCK_DETECT'],
  [1n << 6n, 'DEBUGCTLMSR_TR'],
  [1n << 7n, 'DEBUGCTLMSR_BTS'],
  [DEBUGCTL.FREEZE_LBRS_ON_PMI, 'DEBUGCTLMSR_FREEZE_LBRS_ON_PMI'],
  [DEBUGCTL.FREEZE_IN_SMM, 'DEBUGCTLMSR_FREEZE_IN_SMM'],
];

/** An MSR as a maintainer writes it: `MSR_LBR_NHM_FROM + 0x1f`, or its number where the kernel has no name for it. */
export function msrName(msr: number): string {
  const name = NAMES.get(msr);
  if (name !== undefined) return name;
  for (const [first, array] of RECORDS) {
    if (msr === first) return array;
    if (msr > first && msr < first + RECORDS_EACH) return `${array} + ${hex(msr - first)}`;
  }
  return hex(msr);
}

/** A value of an MSR: the bits of DEBUGCTL by name where all have one. */
export function valueOf(msr: number, value: number | string): string {
  const bits = BigInt(value);
  if (msr !== MSR.DEBUGCTL || bits === 0n) return hex(value);
  const named = BITS.filter(([bit]) => (bits & bit) !== 0n);
  const known = named.reduce((all, [bit]) => all | bit, 0n);
  return known === bits ? named.map(([, name]) => name).join(' | ') : hex(value);
}

function hex(value: number | string): string {
  const digits = BigInt(value).toString(16);
  return digits.length > 7 ? `0x${digits}ull` : `0x${digits}`;
}
