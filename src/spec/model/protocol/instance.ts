import type { Exemption } from '../../kit/exemption.ts';
import type { ProtocolSettings } from '../../switches/protocol.ts';

/** How big the protocol world is: which CPUs, threads and host events exist. A verdict always names its instances. */
export interface Instance {
  readonly name: string;
  /** For readers: what is in it, and what it is there to show. */
  readonly title: string;
  /** Kind of LBR that the host has. */
  readonly flavour: Flavour;
  /** pCPUs, 1 or 2. */
  readonly cpus: number;
  /** Records in the ring, at least 2. */
  readonly depth: number;
  /** Version of architectural performance monitoring of the host; from 4 on a PMI handler does not rewrite DEBUGCTL. */
  readonly perfmon: 2 | 4;
  readonly tasks: readonly TaskSpec[];
  readonly hostEvents: readonly HostEventSpec[];
  /** What firmware leaves behind on each pCPU before the kernel starts it. */
  readonly firmware?: 'recording-on';
  /** The kind of vPMU that the administrator chose, where the design has both; emulated where it is not given. */
  readonly vpmu?: 'mediated';
  /** Designs of which the instance says nothing, or nothing that others do not say better. */
  readonly exempt?: readonly Exemption<ProtocolSettings>[];
  /** False where nobody executes a branch, to make room for what has nothing to do with records. */
  readonly branches?: false;
  /** True where the two vCPUs are exchangeable and states that differ in their names only are taken for one. */
  readonly symmetric?: true;
  /** Counts of call-stack users are exact from -countLimit to countLimit - 1. Default 4. */
  readonly countLimit?: number;
  /** Groups of actions that take part beside the run loop, task switches and host events. */
  readonly with: readonly Feature[];
}

type Flavour = 'legacy' | 'arch';

export type TaskSpec =
  /** A vCPU thread; `vm` is 0 or 1. */
  | { readonly kind: 'vcpu'; readonly name: string; readonly vm: number }
  /** Any other thread of the host. */
  | { readonly kind: 'plain'; readonly name: string };

/** In perf's order of priority. */
export const PRIORITIES = ['cpu-pinned', 'task-pinned', 'cpu-flexible', 'task-flexible'] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface HostEventSpec {
  readonly name: string;
  readonly priority: Priority;
  /** pCPU of a CPU event. */
  readonly cpu?: number;
  /** Name of the task of a task event. */
  readonly task?: string;
  readonly filter: 'any' | 'call-stack';
  /** True where the user asked not to see guests. */
  readonly excludeGuest: boolean;
  /**
   * True for raw config 0x1b00, the encoding of the guest LBR event: any user may open it (the BPF selftest
   * get_branch_snapshot does), and two of them do not fit on one pCPU.
   */
  readonly raw1b00?: boolean;
  /** True where the user asked for guests only. Of an event with the encoding of the guest's, it sets bit 58 of the mask. */
  readonly excludeHost?: boolean;
  /** True where the user also disables and enables it; otherwise it is opened and closed only. */
  readonly toggled?: boolean;
  /** True where the PEBS hardware stores the records (adaptive PEBS). */
  readonly pebs?: boolean;
}

export const FEATURES = {
  pmi: 'PMIs of host LBR events, which arrive as NMIs anywhere on the host',
  'freeze-on-smi': 'the administrator toggles freeze_on_smi, which reaches each CPU by IPI',
  'other-thread': 'a plain task of the VMM reads LBR MSRs of a vCPU by ioctl',
  'guest-writes': 'the guest writes LBR_SELECT',
  'guest-pebs': 'the guest uses PEBS, which stores records without a look at the MSR bitmap',
  'guest-depth': 'the guest of an Arch LBR host writes LBR_DEPTH, which zeroes the records',
  fastpath: 'KVM handles an exit with IRQs off and enters the guest again at once',
  destroy: 'the VM goes away and another one starts on the same thread',
  'recording-without-event':
    'DEBUGCTL.LBR gets into the VMCS without a guest LBR event: a VMM restores it, an L1 has it in vmcs12, or perf refuses the event',
  'guest-xsaves': 'the guest of an Arch LBR host saves and loads the LBR component with XSAVES and XRSTORS',
  'preempt-emulation': 'a vCPU thread is preempted also while KVM emulates an LBR MSR access',
} as const;
export type Feature = keyof typeof FEATURES;
