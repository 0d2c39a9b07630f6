/** An MSR index, 0..0xffffffff. */
export type MsrIndex = number;

/** The MSRs of the contract, by the kernel's names without the MSR_ prefix. */
export const MSR = {
  MISC_ENABLE: 0x1a0,
  LBR_SELECT: 0x1c8,
  LBR_TOS: 0x1c9,
  DEBUGCTL: 0x1d9,
  LASTBRANCHFROMIP: 0x1db,
  LASTBRANCHTOIP: 0x1dc,
  LASTINTFROMIP: 0x1dd,
  LASTINTTOIP: 0x1de,
  PERF_CAPABILITIES: 0x345,
  PERF_GLOBAL_STATUS: 0x38e,
  PERF_GLOBAL_CTRL: 0x38f,
  PERF_GLOBAL_OVF_CTRL: 0x390,
  XSS: 0xda0,
  ARCH_LBR_CTL: 0x14ce,
  ARCH_LBR_DEPTH: 0x14cf,
  ARCH_LBR_FROM_0: 0x1500,
  ARCH_LBR_TO_0: 0x1600,
  ARCH_LBR_INFO_0: 0x1200,
} as const;

/** Reads 0 on every Intel vCPU; has nothing to do with the record stack. */
export const LAST_BRANCH_MSRS: readonly MsrIndex[] = [
  MSR.LASTBRANCHFROMIP,
  MSR.LASTBRANCHTOIP,
  MSR.LASTINTFROMIP,
  MSR.LASTINTTOIP,
];

/** Index ranges in which some Intel CPU has branch records; [first, last]. */
const RECORD_RANGES: readonly (readonly [MsrIndex, MsrIndex])[] = [
  [0x40, 0x47],
  [0x60, 0x67],
  [0x680, 0x6ff],
  [0xdc0, 0xdff],
  [0x1200, 0x12ff],
  [0x1500, 0x15ff],
  [0x1600, 0x16ff],
];

/** Whether the contract says anything about this index, on whatever CPU. */
export function isContractMsr(index: MsrIndex): boolean {
  if (Object.values(MSR).some((known) => known === index)) return true;
  return RECORD_RANGES.some(([first, last]) => index >= first && index <= last);
}

/** Whether some Intel CPU has `count` record MSRs of one kind from `first` on. */
export function areRecordMsrs(first: MsrIndex, count: number): boolean {
  return RECORD_RANGES.some(([low, high]) => first >= low && first + count - 1 <= high);
}

/** `0x1d9` for an index or a value. */
export function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

/** Bits of DEBUGCTL, MSR 0x1d9. */
export const DEBUGCTL = {
  LBR: 1n << 0n,
  BTF: 1n << 1n,
  BUS_LOCK_DETECT: 1n << 2n,
  FREEZE_LBRS_ON_PMI: 1n << 11n,
  FREEZE_PERFMON_ON_PMI: 1n << 12n,
  FREEZE_IN_SMM: 1n << 14n,
  RTM_DEBUG: 1n << 15n,
} as const;

/** Bits of MISC_ENABLE, MSR 0x1a0. */
export const MISC_ENABLE = { EMON: 1n << 7n, BTS_UNAVAIL: 1n << 11n, PEBS_UNAVAIL: 1n << 12n } as const;

/** Fields of PERF_CAPABILITIES, MSR 0x345. */
export const PERF_CAP = {
  LBR_FMT: 0x3fn,
  /** PEBS_TRAP, PEBS_ARCH_REG, PEBS_FMT, PEBS_BASELINE, PEBS_TIMING_INFO. */
  PEBS: 0x24fc0n,
  PEBS_FMT: 0xf00n,
  PEBS_BASELINE: 1n << 14n,
  FW_WRITES: 1n << 13n,
} as const;

/** LBR_FMT of a CPU that has Arch LBR. */
export const LBR_FMT_ARCH = 0x3f;

/** XSS[15]: the LBR state component of XSAVES. */
export const XFEATURE_LBR = 1n << 15n;
