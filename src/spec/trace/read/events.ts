import { VENDOR } from './exit-reasons.ts';

/** What a trace line is about. The numbers index tables in the hot loop; `other` is every event that no rule needs. */
export const EVENT = {
  other: 0,
  writeMsr: 1,
  readMsr: 2,
  kvmMsr: 3,
  kvmEntry: 4,
  kvmExit: 5,
  kvmInjException: 6,
  schedSwitch: 7,
  schedMigrateTask: 8,
  nmiHandler: 9,
  irqEntry: 10,
  irqExit: 11,
  perfEventOpen: 12,
  ioctl: 13,
  lost: 14,
  kvmUserspaceExit: 15,
  kvmPio: 16,
  /** The name is nearly that of an event that a rule needs: the line is damaged. */
  damaged: 17,
} as const;

export type EventKind = (typeof EVENT)[keyof typeof EVENT];

const IRQ_VECTORS = [
  'local_timer',
  'spurious_apic',
  'error_apic',
  'x86_platform_ipi',
  'irq_work',
  'reschedule',
  'call_function',
  'call_function_single',
  'thermal_apic',
  'threshold_apic',
  'deferred_error_apic',
  'external_interrupt',
  'irq_handler',
];

/**
 * Event names by kind. `trace` prints `sys_ioctl(...)` and `sys_ioctl -> 0x0` where trace-cmd and perf print
 * `sys_enter_ioctl:` and `sys_exit_ioctl:`.
 */
export const EVENT_NAMES: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ['write_msr', EVENT.writeMsr],
  ['read_msr', EVENT.readMsr],
  ['kvm_msr', EVENT.kvmMsr],
  ['kvm_entry', EVENT.kvmEntry],
  ['kvm_exit', EVENT.kvmExit],
  ['kvm_inj_exception', EVENT.kvmInjException],
  ['sched_switch', EVENT.schedSwitch],
  ['sched_migrate_task', EVENT.schedMigrateTask],
  ['nmi_handler', EVENT.nmiHandler],
  ['sys_perf_event_open', EVENT.perfEventOpen],
  ['sys_enter_perf_event_open', EVENT.perfEventOpen],
  ['sys_exit_perf_event_open', EVENT.perfEventOpen],
  ['sys_ioctl', EVENT.ioctl],
  ['sys_enter_ioctl', EVENT.ioctl],
  ['sys_exit_ioctl', EVENT.ioctl],
  ['kvm_userspace_exit', EVENT.kvmUserspaceExit],
  ['kvm_pio', EVENT.kvmPio],
  ['PERF_RECORD_LOST', EVENT.lost],
  ['PERF_RECORD_LOST_SAMPLES', EVENT.lost],
  ...IRQ_VECTORS.flatMap((vector): [string, EventKind][] => [
    [`${vector}_entry`, EVENT.irqEntry],
    [`${vector}_exit`, EVENT.irqExit],
  ]),
]);

/** State of interrupts on the CPU, from the first latency flag. */
export const IRQS = { unknown: 0, on: 1, off: 2 } as const;

/** Where the line was emitted, from the third latency flag. `irqOrNmi`: a printer that shows both with one letter. */
export const CONTEXT = { unknown: 0, task: 1, softirq: 2, hardirq: 3, nmi: 4, irqOrNmi: 5 } as const;

/** CPU of a line that has no CPU column. */
export const NO_CPU = -1;
/** Thread of a line that has no columns at all. */
export const NO_THREAD = -1;
/** Time stamp of a line that has none. */
export const NO_TIME = -1;

/** The line being read. One instance per reader, overwritten by each line. */
export class TraceEvent {
  kind: EventKind = EVENT.other;
  /** 1-based line number in the input. */
  line = 0;
  /** NO_CPU where the line does not say. */
  cpu = 0;
  /** Thread that was current on the CPU. */
  pid = 0;
  irqs: number = IRQS.unknown;
  context: number = CONTEXT.unknown;
  /** Time stamp without its point, an integer; NO_TIME where the line has none. */
  ticks = NO_TIME;
  /** Digits after the point of the time stamp. */
  fraction = 0;
  /** MSR index of the MSR events. */
  msr = 0;
  /** Value of the MSR events, two halves: a bigint per line would cost more than the rest of the line. */
  high = 0;
  low = 0;
  /** True for a write of `kvm_msr`. */
  write = false;
  /** True where the access faulted: ` (#GP)` of kvm_msr, ` #GP` of read_msr and write_msr. */
  fault = false;
  /** kvm_exit: whose exit reason it is, one of VENDOR. */
  vendor: number = VENDOR.unknown;
  /** kvm_exit: true where a hypervisor in the guest enters its own guest. */
  nested = false;
  /** kvm_exit: true where the guest is a TD. */
  ofTd = false;
  /** Command of an ioctl that is entered, 0 where the line is the return or does not say. */
  ioctl = 0;
  /** kvm_userspace_exit: the number of the reason; kvm_pio: the port of a write. -1 where it is none. */
  number = -1;
  /** Next task of sched_switch, task of sched_migrate_task. */
  otherPid = -1;
  /** Byte range of the line in the reader's buffer, without the newline. */
  start = 0;
  end = 0;
}

/** The 64-bit value of an MSR event. */
export function valueOf(event: TraceEvent): bigint {
  return (BigInt(event.high >>> 0) << 32n) | BigInt(event.low >>> 0);
}
