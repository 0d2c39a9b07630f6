/** What several rules say of their marks in a trace of a real host, and the reasons for which rules leave none. */
import type { InTrace, TraceMarks } from '../../kit/rule.ts';

/** The column that says whether IRQs are off, and whether a handler runs. */
export const FLAGS = 'latency flags';

/** Judged by what the host writes to DEBUGCTL around VM-entry and VM-exit. */
export const ROUND_TRIP = {
  needs: ['msr:write_msr', 'kvm:kvm_entry', 'kvm:kvm_exit', FLAGS, 'CPU column'],
  helps: ['msr:read_msr'],
  silent: 'no VM round trip with such a DEBUGCTL of the host is in the trace',
} as const satisfies Partial<TraceMarks>;

/** The same for LBR_CTL. */
export const LBR_CTL_ROUND_TRIP = {
  needs: ['msr:write_msr', 'kvm:kvm_entry', 'kvm:kvm_exit', FLAGS, 'CPU column'],
  helps: ['msr:read_msr'],
  silent: 'no VM round trip with LBR_CTL.LBREn of the host set is in the trace',
  shows: 'KVM writes LBR_CTL with another value than perf before kvm_entry, or the host reads another one afterwards',
} as const satisfies Partial<TraceMarks>;

/** Judged by the outcome of intercepted guest accesses. */
export const guestAccess = (shows: string, hides: string): TraceMarks => ({
  needs: ['kvm:kvm_msr'],
  helps: ['syscalls:sys_enter_ioctl'],
  shows,
  hides,
  silent: 'no such guest access is in the trace',
});

/** Judged by the LBR MSR accesses that KVM makes for a guest, and by whose value it gets. */
export const kvmAccess = (silent: string, shows: string, hides: string): TraceMarks => ({
  needs: ['kvm:kvm_msr', 'msr:read_msr', 'msr:write_msr', FLAGS, 'CPU column'],
  helps: ['kvm:kvm_entry', 'kvm:kvm_exit', 'sched:sched_switch'],
  shows,
  hides,
  silent,
});

export const NO_READ = 'no trapped LBR MSR read is in the trace';
export const NO_WRITE = 'no trapped LBR MSR write is in the trace';
export const OWNER_UNSEEN =
  'who owns the LBRs, except while perf has host recording turned on; otherwise an access that reaches the register stays unknown';
export const CPUID_UNSEEN = 'the guest CPUID and LBR_FMT; they are inferred from the results of the accesses';
export const NOTHING_HIDDEN = 'nothing: the access always exits';

const unseen = (reason: string): InTrace => ({ unseen: reason });

/** Why rules leave no mark that a trace could be judged by. */
export const UNSEEN = {
  events: unseen('which perf events are ACTIVE is not in the trace'),
  requests: unseen('requests between perf and KVM, and the owner after one, leave no mark'),
  ioctl: unseen('an ioctl passes the MSR behind a pointer: the trace shows the ioctl and not the MSR'),
  vmcs: unseen('VMCS fields leave no mark'),
  between: unseen(
    'between two trapped accesses the guest runs, and its passed-through accesses and branches leave no mark',
  ),
  waiting: unseen('an event that waits for the LBRs leaves no mark'),
  freeze: unseen('the freeze works on the VMCS and on hardware, which leaves no mark'),
  vcpuEvents: unseen('INIT, RESET, #DB and SMM of a vCPU leave no MSR access of the host'),
  nested: unseen('vmcs12 and vmcs02 leave no mark'),
  mediated: unseen('load and put of the mediated vPMU leave no mark of their own'),
} as const;
