import type { XsaveImage } from './cpu/registers.ts';
import { NO_CPUID, type GuestCpuid } from './cpuid.ts';
import type { Host } from './host.ts';
import type { MsrIndex } from './msr.ts';
import type { RegisterSettings } from '../../switches/register.ts';

/** The branch records that one vCPU has: `struct x86_pmu_lbr` in the kernel. */
export interface LbrRecords {
  readonly flavour: 'legacy' | 'arch';
  /** Number of records; 0 means LBR is off for the vCPU. */
  readonly depth: number;
  readonly from: MsrIndex;
  readonly to: MsrIndex;
  readonly info: MsrIndex;
}

export const NO_RECORDS: LbrRecords = { flavour: 'legacy', depth: 0, from: 0, to: 0, info: 0 };

/** What L1 put into vmcs12, as far as the contract looks at it. */
interface Vmcs12 {
  debugctl: bigint;
  readonly saveDebugControls: boolean;
}

/** The one vCPU. Values are 64 bits wide, 0n..2^64-1. */
interface Vcpu {
  cpuid: GuestCpuid;
  /** KVM_SET_CPUID2 was called. */
  cpuidSet: boolean;
  perfCapabilities: bigint;
  hasRun: boolean;
  /** IA32_MISC_ENABLE. */
  miscEnable: bigint;
  /** The global counter controls of the vPMU; its counters are not modelled. */
  globalCtrl: bigint;
  globalStatus: bigint;
  /** As of the last refresh of the vPMU. */
  pmuVersion: number;
  records: LbrRecords;
  /** GUEST_IA32_DEBUGCTL of vmcs01 and vmcs02, host-owned bits not included. */
  debugctl: { vmcs01: bigint; vmcs02: bigint };
  /** The VMM wrote DEBUGCTL since the last VM-entry. */
  debugctlByVmm: boolean;
  /** Present while the vCPU runs L2. */
  vmcs12: Vmcs12 | undefined;
  /** vmcs12 after the last exit to L1. */
  lastVmcs12: Vmcs12 | undefined;
  xss: bigint;
  /** LBR state that SMM entry put aside; present while the vCPU is in SMM. */
  smm: { readonly archCtl: bigint; readonly l2: Vmcs12 | undefined; readonly l2Debugctl: bigint } | undefined;
  /** Guest LBR state while the physical MSRs are not the guest's. Arch LBR_CTL lives here too: it is a VMCS field. */
  image: Map<MsrIndex, bigint>;
  archCtl: bigint;
  xsave: XsaveImage | undefined;
}

/** A saved vCPU: CPUID, nested state, and the MSRs of the index list in the order of the list. */
export interface SavedVcpu {
  readonly cpuid: GuestCpuid;
  readonly cpuidSet: boolean;
  readonly vmcs12: Vmcs12 | undefined;
  readonly msrs: readonly (readonly [MsrIndex, bigint])[];
}

export type Priority = 'cpu-pinned' | 'task-pinned' | 'cpu-flexible' | 'task-flexible';

/** A host LBR event on the CPU of the vCPU. */
export interface HostEvent {
  readonly priority: Priority;
  /** Opened with the encoding of the vLBR event, raw config 0x1b00: perf takes it for one, and has one place for both. */
  readonly likeVlbr: boolean;
}

/** One physical CPU, its perf events and the one vCPU whose thread runs on it. */
export interface VmState {
  readonly settings: RegisterSettings;
  host: Host;
  /** LBR MSRs in hardware; an index that is missing holds 0. */
  readonly hardware: Map<MsrIndex, bigint>;
  /** The host's LBR MSRs, where a mediated vPMU sets them aside for a guest that has `hardware` to itself. */
  readonly setAside: Map<MsrIndex, bigint>;
  /** LBR_CTL of the host, by perf's last write. */
  hostLbrCtl: bigint;
  hostEvent: HostEvent | undefined;
  /** The vCPU's event in perf: none, ACTIVE, or pinned and in ERROR. */
  vlbr: 'none' | 'active' | 'error';
  /** The event has been on the CPU before; perf resets the records only for one that has not. */
  vlbrRan: boolean;
  /** What KVM_GET_* gave to the VMM at the last save. */
  saved: SavedVcpu | undefined;
  vm: { pmuEnabled: boolean; stuffFeatureMsrs: boolean; vcpuCreated: boolean; readonly filtered: Set<MsrIndex> };
  vcpu: Vcpu;
}

/** A host that runs a design, before the first vCPU. */
export function createVmState(host: Host, settings: RegisterSettings): VmState {
  // A mediated vPMU with LBRs has no event that could be missing or lose: the vCPU owns the registers when it runs.
  const owns = settings.mediatedVpmu === 'with-lbr';
  return {
    settings,
    host,
    hardware: new Map(),
    setAside: new Map(),
    hostLbrCtl: 0n,
    hostEvent: undefined,
    vlbr: owns ? 'active' : 'none',
    vlbrRan: owns,
    saved: undefined,
    vm: { pmuEnabled: true, stuffFeatureMsrs: true, vcpuCreated: false, filtered: new Set() },
    vcpu: emptyVcpu(),
  };
}

/** An independent copy: what happens to one does not happen to the other. */
export function copyVmState(state: VmState): VmState {
  return structuredClone(state);
}

function emptyVcpu(): Vcpu {
  return {
    cpuid: NO_CPUID,
    cpuidSet: false,
    perfCapabilities: 0n,
    hasRun: false,
    miscEnable: 0n,
    globalCtrl: 0n,
    globalStatus: 0n,
    pmuVersion: 0,
    records: NO_RECORDS,
    debugctl: { vmcs01: 0n, vmcs02: 0n },
    debugctlByVmm: false,
    vmcs12: undefined,
    lastVmcs12: undefined,
    xss: 0n,
    smm: undefined,
    image: new Map(),
    archCtl: 0n,
    xsave: undefined,
  };
}
