import { LBR_FMT_ARCH, MSR, PERF_CAP, type MsrIndex } from './msr.ts';

/** What the CPU and the kernel of the host offer. The names are those of the scenario document. */
export interface Host {
  readonly lbr: 'none' | 'legacy' | 'arch';
  /** LBR_FMT, 0..0x3f. */
  readonly lbrFmt: number;
  /** Records in hardware. */
  readonly depth: number;
  /** Records that perf uses; 0 where perf's probe of the LBRs failed. */
  readonly perfDepth: number;
  readonly from: MsrIndex;
  readonly to: MsrIndex;
  /** 0 where the CPU has no INFO MSRs. */
  readonly info: MsrIndex;
  /** The hyper-threads of a core have one LBR_SELECT, as on Nehalem, Silvermont and Goldmont. */
  readonly sharedSelect: boolean;
  /** Call-stack mode; CPUID 0x1C EBX[2] on Arch LBR. */
  readonly callstack: boolean;
  /** CPUID 0x1C EBX[0]. Arch LBR only, like the four that follow. */
  readonly cplFilter: boolean;
  /** CPUID 0x1C EBX[1]. */
  readonly branchFilter: boolean;
  /** XSAVES has state component 15. */
  readonly xsavesLbr: boolean;
  /** VMX has "load IA32_LBR_CTL" at entry and "clear IA32_LBR_CTL" at exit. */
  readonly lbrCtlControls: boolean;
  readonly pdcm: boolean;
  /** PERF_CAPABILITIES as the host's RDMSR reads it. */
  readonly perfCapabilities: bigint;
  /** PEBS records can go through EPT, so KVM offers PEBS. */
  readonly pebsEpt: boolean;
  /** Model from CPUID leaf 1, extended. */
  readonly model: number;
  readonly rtm: boolean;
  readonly busLockDetect: boolean;
  /** DEBUGCTL[14] of the host: /sys/bus/event_source/devices/cpu/freeze_on_smi. */
  readonly freezeInSmm: boolean;
  /** kvm.enable_pmu. */
  readonly enablePmu: boolean;
  /** kvm_intel.enable_mediated_pmu. */
  readonly mediatedPmu: boolean;
  /** P and E cores. */
  readonly hybrid: boolean;
  /** kvm.ignore_msrs. */
  readonly ignoreMsrs: boolean;
}

/** An Ice Lake server: the newest part on which mainline offers guest LBR. */
const LEGACY: Host = {
  lbr: 'legacy',
  lbrFmt: 5,
  depth: 32,
  perfDepth: 32,
  from: 0x680,
  to: 0x6c0,
  info: 0xdc0,
  sharedSelect: false,
  callstack: true,
  cplFilter: false,
  branchFilter: false,
  xsavesLbr: false,
  lbrCtlControls: false,
  pdcm: true,
  perfCapabilities: 5n | PERF_CAP.FW_WRITES,
  pebsEpt: false,
  model: 106,
  rtm: true,
  busLockDetect: true,
  freezeInSmm: false,
  enablePmu: true,
  mediatedPmu: false,
  hybrid: false,
  ignoreMsrs: false,
};

/** A Sapphire Rapids server. */
const ARCH: Host = {
  ...LEGACY,
  lbr: 'arch',
  lbrFmt: LBR_FMT_ARCH,
  from: MSR.ARCH_LBR_FROM_0,
  to: MSR.ARCH_LBR_TO_0,
  info: MSR.ARCH_LBR_INFO_0,
  cplFilter: true,
  branchFilter: true,
  xsavesLbr: true,
  lbrCtlControls: true,
  model: 143,
};

/** What a CPU without LBRs has, whatever a document says of its records. */
const NO_RECORDS = { depth: 0, perfDepth: 0, from: 0, to: 0, info: 0, callstack: false } as const;

const NONE: Host = { ...LEGACY, ...NO_RECORDS, lbr: 'none', lbrFmt: 0 };

/** A host with every field that is not given at its default; the defaults depend on the flavour. */
export function hostOf(fields: Partial<Host> = {}): Host {
  const base = { legacy: LEGACY, arch: ARCH, none: NONE }[fields.lbr ?? 'legacy'];
  const host = { ...base, ...fields };
  const lbrFmt = fields.lbrFmt ?? Number((fields.perfCapabilities ?? BigInt(base.lbrFmt)) & PERF_CAP.LBR_FMT);
  return {
    ...host,
    lbrFmt,
    perfDepth: fields.perfDepth ?? host.depth,
    perfCapabilities: fields.perfCapabilities ?? BigInt(lbrFmt) | PERF_CAP.FW_WRITES,
    ...(host.lbr === 'none' && NO_RECORDS),
  };
}
