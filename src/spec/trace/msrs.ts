/** The MSRs that the contract speaks of, for traces: indices and groups. */
export const MSR = {
  perfCapabilities: 0x345,
  lbrSelect: 0x1c8,
  lbrTos: 0x1c9,
  debugctl: 0x1d9,
  archLbrCtl: 0x14ce,
  archLbrDepth: 0x14cf,
  xss: 0xda0,
} as const;

export const DEBUGCTL = {
  lbr: 1n << 0n,
  btf: 1n << 1n,
  busLockDetect: 1n << 2n,
  freezeLbrsOnPmi: 1n << 11n,
  freezePerfmonOnPmi: 1n << 12n,
  freezeInSmm: 1n << 14n,
  rtmDebug: 1n << 15n,
} as const;

/** LBR_CTL.LBREn. */
export const LBREN = 1n;

/** `last-branch`: LASTBRANCH* and LASTINT*, which have nothing to do with the record stack. */
type MsrGroup =
  | 'debugctl'
  | 'perf-capabilities'
  | 'select'
  | 'tos'
  | 'record'
  | 'arch-ctl'
  | 'arch-depth'
  | 'arch-record'
  | 'last-branch'
  | 'xss'
  | 'other';

const LEGACY_RECORDS = [0x680, 0x6c0, 0xdc0];
/** FROM and TO before Nehalem. */
const OLD_RECORDS = [0x40, 0x60];
const MOST_OLD_RECORDS = 8;
const ARCH_RECORDS = [0x1200, 0x1500, 0x1600];
const MOST_RECORDS = 32;

export function msrGroup(msr: number): MsrGroup {
  switch (msr) {
    case MSR.debugctl:
      return 'debugctl';
    case MSR.perfCapabilities:
      return 'perf-capabilities';
    case MSR.lbrSelect:
      return 'select';
    case MSR.lbrTos:
      return 'tos';
    case MSR.archLbrCtl:
      return 'arch-ctl';
    case MSR.archLbrDepth:
      return 'arch-depth';
    case MSR.xss:
      return 'xss';
  }
  if (LEGACY_RECORDS.some((base) => msr >= base && msr < base + MOST_RECORDS)) return 'record';
  if (ARCH_RECORDS.some((base) => msr >= base && msr < base + MOST_RECORDS)) return 'arch-record';
  if (OLD_RECORDS.some((base) => msr >= base && msr < base + MOST_OLD_RECORDS)) return 'record';
  return msr >= 0x1db && msr <= 0x1de ? 'last-branch' : 'other';
}

const LAST_MSR = 0x161f;
const SPOKEN_OF = Uint8Array.from({ length: LAST_MSR + 1 }, (_, msr) =>
  msr !== MSR.xss && msrGroup(msr) !== 'other' ? 1 : 0,
);

/** Whether rules speak of accesses of the host to the MSR: a look-up, for the hot loop. */
export function isLbrMsr(msr: number): boolean {
  return msr <= LAST_MSR && SPOKEN_OF[msr] === 1;
}

/** The same for accesses of a guest: XSS turns on the LBR component of XSAVES. KVM writes XSS itself all the time. */
export function isGuestLbrMsr(msr: number): boolean {
  return msr === MSR.xss || isLbrMsr(msr);
}

const NAMES: Readonly<Record<number, string>> = {
  [MSR.perfCapabilities]: 'PERF_CAPABILITIES',
  [MSR.lbrSelect]: 'LBR_SELECT',
  [MSR.lbrTos]: 'LBR_TOS',
  [MSR.debugctl]: 'DEBUGCTL',
  [MSR.archLbrCtl]: 'LBR_CTL',
  [MSR.archLbrDepth]: 'LBR_DEPTH',
  [MSR.xss]: 'XSS',
};

const LAST_BRANCH = ['LASTBRANCHFROMIP', 'LASTBRANCHTOIP', 'LASTINTFROMIP', 'LASTINTTOIP'];

const RANGES: readonly (readonly [base: number, name: string])[] = [
  [0x40, 'LBR_FROM'],
  [0x60, 'LBR_TO'],
  [0x680, 'LBR_FROM'],
  [0x6c0, 'LBR_TO'],
  [0xdc0, 'LBR_INFO'],
  [0x1200, 'ARCH_LBR_INFO'],
  [0x1500, 'ARCH_LBR_FROM'],
  [0x1600, 'ARCH_LBR_TO'],
];

/** `LBR_SELECT (0x1c8)`, `LBR_FROM[31] (0x69f)`. */
export function msrName(msr: number): string {
  const index = `0x${msr.toString(16)}`;
  const name = NAMES[msr] ?? LAST_BRANCH[msr - 0x1db];
  if (name !== undefined) return `${name} (${index})`;
  const range = RANGES.find(([base]) => msr >= base && msr < base + (base < 0x100 ? MOST_OLD_RECORDS : MOST_RECORDS));
  return range ? `${range[1]}[${msr - range[0]}] (${index})` : `MSR ${index}`;
}

/** asm/msr-index.h without MSR_, as perf trace prints them; records are named by the first one. */
const KERNEL_NAMES: ReadonlyMap<string, number> = new Map([
  ['IA32_DEBUGCTLMSR', MSR.debugctl],
  ['IA32_PERF_CAPABILITIES', MSR.perfCapabilities],
  ['LBR_SELECT', MSR.lbrSelect],
  ['LBR_TOS', MSR.lbrTos],
  ['ARCH_LBR_CTL', MSR.archLbrCtl],
  ['ARCH_LBR_DEPTH', MSR.archLbrDepth],
  ['IA32_XSS', MSR.xss],
  ['LBR_NHM_FROM', 0x680],
  ['LBR_NHM_TO', 0x6c0],
  ['LBR_CORE_FROM', 0x40],
  ['LBR_CORE_TO', 0x60],
  ['LBR_INFO_0', 0xdc0],
  ['ARCH_LBR_INFO_0', 0x1200],
  ['ARCH_LBR_FROM_0', 0x1500],
  ['ARCH_LBR_TO_0', 0x1600],
  ...LAST_BRANCH.map((name, index): [string, number] => [`IA32_${name}`, 0x1db + index]),
]);

/** Stand for an MSR that no rule speaks of. */
const FOREIGN = 0xffff;
const FOREIGN_OF_AMD = 0xc001_0000;

/** The index of an MSR that perf trace prints by name, or a stand-in for one that no rule speaks of; undefined for no name. */
export function msrOfKernelName(name: string): number | undefined {
  if (!/^[A-Z]\w+$/.test(name)) return undefined;
  return (
    KERNEL_NAMES.get(name) ?? (/^(?:AMD|F1[0-9]H|FAM1|K[678]_|SVM_|VM_CR|ZEN)/.test(name) ? FOREIGN_OF_AMD : FOREIGN)
  );
}

/** Whether only CPUs of AMD have the MSR. */
export function isAmdMsr(msr: number): boolean {
  return msr >>> 16 === 0xc001;
}

export function hex(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}
