import { array, flag, oneOf, record, uint, type DraftOf } from '../../kit/layout.ts';
import type { Instance } from './instance.ts';
import type { Seen } from './seen.ts';
import { FILTER_NAMES, MAX_TAG_SET, TAG_NAMES } from './tags.ts';

/** Where a vCPU thread stands in KVM_RUN. IRQs are off from `irqsOff` to `restored`. */
export const At = {
  /** Outside KVM_RUN, in the VMM. IRQs on, preemptible. */
  user: 0,
  /** In KVM_RUN with the vCPU loaded. IRQs on, preemptible; pending requests are served here. */
  loaded: 1,
  /** vcpu_enter_guest() has disabled IRQs. */
  irqsOff: 2,
  /** The snapshot of the host's DEBUGCTL for this entry is taken. */
  snapshotted: 3,
  /** Interception of the LBR MSRs is decided for this entry. */
  checked: 4,
  /** In the guest. */
  guest: 5,
  /** After VM-exit; hardware has zeroed DEBUGCTL. An NMI that caused the exit is handled here. */
  exited: 6,
  /** Host DEBUGCTL is restored; IRQs are still off. */
  restored: 7,
  /** IRQs are on again, preemptible; what the guest trapped on is emulated here. */
  exitHandling: 8,
  /** Emulating an LBR MSR access: KVM has tried to have a guest LBR event. */
  msrAccess: 9,
  /** Only where the access is made with IRQs on: the event was looked at, the MSR is not yet touched. */
  msrAccessChecked: 10,
} as const;

export const AT_NAMES = [
  'user',
  'loaded',
  'irqs-off',
  'snapshotted',
  'checked',
  'guest',
  'exited',
  'restored',
  'exit-handling',
  'msr-access',
  'msr-access-checked',
] as const;

/** States of a perf event, in perf's order; `none` is an event that is not open. */
export const EventState = { none: 0, error: 1, off: 2, inactive: 3, active: 4 } as const;
export const EVENT_STATE_NAMES = ['none', 'error', 'off', 'inactive', 'active'] as const;

/** What the guest trapped on, until KVM has emulated it. */
export const Trap = { none: 0, readLbr: 1, writeSelect: 2, disable: 3, enable: 4, writeDepth: 5, enterL2: 6 } as const;
export const TRAP_NAMES = [
  'none',
  'read LBR MSR',
  'write LBR_SELECT',
  'recording off',
  'recording on',
  'write LBR_DEPTH',
  'enter L2 with recording on',
] as const;

export type World = DraftOf<ReturnType<typeof worldLayout>> & { seen: Seen };

/** The state of an instance. Tasks are numbered from 1; 0 is the idle task. Events: the host's, then one per vCPU. */
export function worldLayout(instance: Instance) {
  const tasks = instance.tasks.length;
  const vcpus = instance.tasks.filter((task) => task.kind === 'vcpu').length;
  const events = instance.hostEvents.length + vcpus;
  return record({
    cpus: array(instance.cpus, cpuLayout(instance, tasks, events)),
    vcpus: array(vcpus, vcpuLayout(instance)),
    /** perf's LBR image of a task (perf_ctx_data); index 0, the idle task, is not used. */
    images: array(tasks + 1, imageLayout(instance)),
    events: array(events, eventLayout(tasks, events)),
    /** x86_pmu.lbr_callstack_users, by `encodeCount`. */
    callStackUsers: uint(2 * countLimit(instance) - 1),
  });
}

const tag = () => oneOf(...TAG_NAMES);
const filter = () => oneOf(...FILTER_NAMES);

function cpuLayout(instance: Instance, tasks: number, events: number) {
  return record({
    current: uint(tasks),
    // Hardware. On a host with Arch LBR `recording` is LBR_CTL.LBREn and `select` the filter bits of LBR_CTL.
    recording: flag(),
    freezeLbrsOnPmi: flag(),
    freezeInSmm: flag(),
    select: filter(),
    /** Who moved TOS last, and the slot that TOS names. Arch LBR has no TOS: always slot 0. */
    tos: tag(),
    slot: uint(instance.depth - 1),
    /** Records, newest first. */
    ring: array(instance.depth, tag()),
    // perf: struct cpu_hw_events.
    lbrUsers: uint(events),
    /** Bit 58 of intel_ctrl_guest_mask. */
    guestMask: flag(),
    brSel: filter(),
    erConfig: filter(),
    erRef: uint(events),
    /** cpuc->lbr_select: save, restore and reset take LBR_SELECT along. */
    selectFlag: flag(),
    lastTaskCtx: uint(tasks),
    /** Tags in cpuc->lbr_stack, the software copy that samples are made from. */
    sampleStack: uint(MAX_TAG_SET),
    /** perf needs the LBRs and leaves the hand-over to KVM. */
    handOverRequest: flag(),
    /** VM-entries since the request; 2 stands for 2 and more. Bookkeeping of the specification. */
    entriesSinceRequest: uint(2),
    /** perf's guest_ctx_loaded: host events of this pCPU are off for a mediated vPMU. */
    guestCtxLoaded: flag(),
    /** rotate_necessary of the pCPU's own context. */
    rotates: flag(),
    /** What the administrator asked of FREEZE_IN_SMM on this CPU. */
    freezeInSmmWanted: flag(),
  });
}

function imageLayout(instance: Instance) {
  return record({
    valid: flag(),
    ring: array(instance.depth, tag()),
    tos: tag(),
    slot: uint(instance.depth - 1),
    select: filter(),
    /** LBR_CTL.LBREn, which XSAVES takes along; Arch LBR only. */
    lbrEn: flag(),
    /** 1 + pCPU of the newest save; with `lastTaskCtx` of that pCPU it says what perf's log_id says. */
    savedOn: uint(instance.cpus),
    /** rotate_necessary of the task's context. */
    rotates: flag(),
    /** perf has memory for the image, where `taskData` does not say it by itself. */
    allocated: flag(),
    /** lbr_callstack_users of the task, by `encodeCount`: perf's counting takes it below 0 as well. */
    users: uint(2 * countLimit(instance) - 1),
  });
}

/** Counts that perf takes below 0: exact from -limit to limit - 1, and they stop at either end. 0 is stored as 0. */
export const countLimit = (instance: Instance): number => instance.countLimit ?? 4;

export function encodeCount(instance: Instance, count: number): number {
  const limit = countLimit(instance);
  const clamped = Math.max(-limit, Math.min(limit - 1, count));
  return clamped < 0 ? clamped + 2 * limit : clamped;
}

export function decodeCount(instance: Instance, field: number): number {
  const limit = countLimit(instance);
  return field < limit ? field : field - 2 * limit;
}

function vcpuLayout(instance: Instance) {
  return record({
    at: oneOf(...AT_NAMES),
    /** What the guest last wrote to DEBUGCTL.LBR (or to LBR_CTL.LBREn). */
    guestLbr: flag(),
    // Snapshot of the host's DEBUGCTL, which KVM writes back after VM-exit.
    hostRecording: flag(),
    hostFreezeLbrsOnPmi: flag(),
    hostFreezeInSmm: flag(),
    /** LBR MSR accesses of the guest go to hardware. */
    passthrough: flag(),
    /** The recording bit that the next VM-entry loads. */
    entryRecording: flag(),
    needCleanup: flag(),
    /** The guest can see that it has lost the LBRs. */
    lossShown: flag(),
    trap: oneOf(...TRAP_NAMES),
    /** What the look at the event said; only where the access is made with IRQs on. */
    accessActive: flag(),
    /** KVM takes the event that it has just created for missing. */
    creationMisread: flag(),
    /** 1 + index of the host event whose NMI ended the guest and has not been handled yet. */
    exitNmi: uint(instance.with.includes('pmi') ? instance.hostEvents.length : 0),
    /** perf refused the guest LBR event when KVM last asked for it. */
    eventRefused: flag(),
    // What the guest is entitled to: bookkeeping of the specification, not of the kernel.
    /** The guest has recorded a branch as the owner; at least one own record must still be within its reach. */
    recorded: flag(),
    /** The guest has set LBR_SELECT since its last reset. */
    wroteSelect: flag(),
  });
}

function eventLayout(tasks: number, events: number) {
  return record({
    state: oneOf(...EVENT_STATE_NAMES),
    /** Place among the open events of its context and class, from 1; perf visits them in this order. 0: not open. */
    rank: uint(events),
    /** total_time_running is not 0. */
    ran: flag(),
    /** Task that the event is bound to; 0 for a CPU event and for a guest LBR event that does not exist. */
    task: uint(tasks),
  });
}
