import type { TraceRule } from './trace-rule.ts';

const FLAGS = 'latency flags';

const ROUND_TRIP = {
  needs: ['msr:write_msr', 'kvm:kvm_entry', 'kvm:kvm_exit', FLAGS, 'CPU column'],
  helps: ['msr:read_msr'],
  silent: 'no VM round trip with such a DEBUGCTL of the host is in the trace',
} as const;

/** Rules that are judged by what the host writes to its registers around VM-entry and VM-exit. */
export const HOST_RULES: readonly TraceRule[] = [
  {
    id: 'LBR-OWN-1',
    title: 'Ownership does not change while KVM has IRQs off',
    needs: ['msr:write_msr', 'kvm:kvm_entry', 'kvm:kvm_exit', FLAGS, 'CPU column'],
    helps: ['irq_vectors:*'],
    shows: 'an interrupt handler leaves DEBUGCTL.LBR or LBR_CTL.LBREn changed between kvm_entry and kvm_exit',
    hides:
      'changes of the owner that turn no recording on or off; trace-cmd prints NMIs like interrupts, so its text cannot tell',
    silent: 'no interrupt handler that turns host recording on or off is in the trace',
  },
  {
    ...ROUND_TRIP,
    id: 'LBR-ENT-4',
    title: 'Host recording survives a VM round trip',
    shows:
      'DEBUGCTL.LBR is set before kvm_entry, and KVM writes it clear, or nothing after a VM-exit of VMX; on Arch LBR as for LBR-ARCH-1',
    hides: 'LBR_SELECT after the guest: a round trip that keeps LBR cannot be told, since the filter is not shown',
  },
  {
    ...ROUND_TRIP,
    id: 'LBR-DBG-1',
    title: 'Recording that perf turned off stays off',
    shows: 'perf writes DEBUGCTL without LBR, then KVM writes it with LBR between kvm_entry and kvm_exit',
    hides: 'which host events are open: the last write of perf stands for them',
  },
  {
    ...ROUND_TRIP,
    id: 'LBR-DBG-2',
    title: 'FREEZE_IN_SMM of the host survives a VM round trip',
    shows: 'DEBUGCTL[14] after the write of KVM differs from its last value before kvm_entry',
    hides: 'what the administrator asked for: the last write stands for it',
  },
  {
    ...ROUND_TRIP,
    id: 'LBR-DBG-4',
    title: 'FREEZE_LBRS_ON_PMI of the host survives a VM round trip',
    shows: 'DEBUGCTL[11] is set, and recording is on, before kvm_entry, and clear after the write of KVM',
    hides: 'nothing that matters: the bit is written with LBR',
  },
  {
    id: 'LBR-CTX-5',
    title: 'A new host owner finds no records of a guest',
    needs: ['msr:read_msr', 'msr:write_msr', 'sched:sched_switch', 'kvm:kvm_entry', FLAGS, 'CPU column'],
    helps: ['kvm:kvm_exit'],
    shows:
      'perf writes a record as 0 while host recording is off, a guest runs, perf saves another value and LBR_SELECT as the vCPU thread is scheduled out, and turns recording on for the host before anybody has written the record',
    hides:
      'records that no save shows right before, and whose they are where the host has recorded; on Arch LBR perf saves by XSAVES without a mark; an idle CPU may lose its records',
    silent: 'perf does not turn host recording on in the trace',
  },
  {
    id: 'LBR-OWN-11',
    title: 'An NMI handler writes nothing but the enable bit of a host owner',
    needs: ['msr:write_msr', FLAGS],
    helps: ['nmi:nmi_handler'],
    shows: 'write_msr of LBR_SELECT, TOS or a record with the flag z or Z of an NMI',
    hides:
      'whether recording that an NMI handler leaves on is that of a host event, so the rule is never said to be kept; trace-cmd prints NMIs like interrupts, so its text cannot tell; LBR_CTL of Arch LBR holds filter and enable bit',
    silent: 'no NMI handler that writes an LBR MSR is in the trace',
  },
];
