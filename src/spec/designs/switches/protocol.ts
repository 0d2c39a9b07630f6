/**
 * The policy switches of the protocol world: where kernels, series and proposals differ, or could. Each switch is one
 * question; its values are answers that somebody implemented, posted, or could implement by mistake.
 */
import { commit, kernel, mail } from '../../kit/source.ts';
import { switchOf, type Settings } from '../switch.ts';
import { archSwitches } from './protocol/arch.ts';
import { mediatedSwitches } from './protocol/mediated.ts';
import { requestSwitches } from './protocol/request.ts';

const LBR_C = 'arch/x86/events/intel/lbr.c';
const INTEL_CORE_C = 'arch/x86/events/intel/core.c';
const EVENTS_CORE_C = 'kernel/events/core.c';
const PMU_INTEL_C = 'arch/x86/kvm/vmx/pmu_intel.c';
const VMX_C = 'arch/x86/kvm/vmx/vmx.c';
const X86_C = 'arch/x86/kvm/x86.c';

export const protocolSwitches = {
  debugctlSnapshot: switchOf({
    question: 'When does KVM read the DEBUGCTL of the host that it writes back after VM-exit?',
    values: {
      'vcpu-load': 'At vcpu_load(), with IRQs on; an IPI of perf after that is undone at VM-exit.',
      'irqs-off': 'In vcpu_enter_guest(), after IRQs are disabled for this entry.',
      never: 'Never, and it writes nothing back; TDX guests were run like that for a while.',
    },
    sources: [
      commit('189ecdb3e112', "KVM: x86: Snapshot the host's DEBUGCTL after disabling IRQs", 'said'),
      kernel(X86_C, 'vcpu_enter_guest', 'v7.3', 'read'),
    ],
  }),
  freezeInSmmInGuest: switchOf({
    question: 'Does FREEZE_IN_SMM of the host stay effective while the guest runs?',
    values: {
      cleared: 'VM-entry loads the DEBUGCTL of the guest, which has the bit clear.',
      'host-value': 'KVM keeps the bit of the host in the DEBUGCTL that VM-entry loads, hidden from the guest.',
    },
    sources: [
      commit('6b1dd26544d0', "KVM: VMX: Preserve host's DEBUGCTLMSR_FREEZE_IN_SMM while running the guest", 'said'),
      kernel('arch/x86/kvm/vmx/vmx.h', 'vmx_guest_debugctl_write', 'v7.3', 'read'),
    ],
  }),
  vlbrConstraint: switchOf({
    question: 'Does the guest LBR event compete with host LBR events for the LBRs?',
    values: {
      bypass: 'It is placed before the shared register is looked at, so it never conflicts with anybody.',
      'shared-register': 'It takes the shared LBR register like a host event with the same call-stack filter.',
      exclusive: 'It takes the shared LBR register with a configuration that no host event can share.',
    },
    sources: [
      kernel(INTEL_CORE_C, '__intel_get_event_constraints', 'v7.3', 'read', 'intel_vlbr_constraints() comes first'),
      mail(
        '20230616113353.45202-1-xiong.y.zhang@intel.com',
        'Xiong Zhang',
        '2023-06-16',
        'said',
        'patch 1/4 proposes the shared register',
      ),
    ],
  }),
  vlbrMutesHost: switchOf({
    question: 'Does perf leave the LBRs alone while the guest LBR event is started?',
    values: {
      yes: 'perf neither enables, disables nor reads the LBRs for host events.',
      no: 'perf enables and reads the LBRs for host events whatever the guest has.',
    },
    sources: [kernel(LBR_C, 'vlbr_exclude_host', 'v7.3', 'read')],
  }),
  vlbrPriority: switchOf({
    question: 'In which class does the guest LBR event compete?',
    values: {
      'task-pinned': 'Behind CPU-pinned events and before all flexible ones.',
      'keeps-place':
        'As a task-pinned event, but it makes no room for a CPU-pinned one that comes later, which goes to ERROR.',
      'task-flexible': 'Behind everybody else.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'intel_pmu_create_guest_lbr_event', 'v7.3', 'read'),
      mail('20190709121912.GY3402@hirez.programming.kicks-ass.net', 'Peter Zijlstra', '2019-07-09', 'said'),
    ],
  }),
  vlbrRecovery: switchOf({
    question: 'When does a guest LBR event that perf put into ERROR come back?',
    values: {
      never: 'Never by itself; perf does not retry a pinned event that failed.',
      'on-access': 'KVM enables it again when the guest accesses an LBR MSR.',
      'before-entry': 'KVM enables it again before the next VM-entry, with IRQs on.',
    },
    sources: [
      kernel(EVENTS_CORE_C, 'merge_sched_in', 'v7.3', 'read'),
      mail(
        '20230616113353.45202-1-xiong.y.zhang@intel.com',
        'Xiong Zhang',
        '2023-06-16',
        'said',
        'patch 3/4: on access',
      ),
    ],
  }),
  vlbrBinding: switchOf({
    question: 'To which thread is the guest LBR event bound?',
    values: {
      'calling-thread': 'To the thread that happens to create it, an ioctl of another thread included.',
      'vcpu-thread': 'To the thread that runs the vCPU, always.',
    },
    sources: [kernel(PMU_INTEL_C, 'intel_pmu_create_guest_lbr_event', 'v7.3', 'read', 'task is current')],
  }),
  ownershipTest: switchOf({
    question: 'How does KVM decide that its guest owns the LBRs of this pCPU?',
    values: {
      'event-active': 'The event is ACTIVE, on whatever pCPU and for whatever thread.',
      'event-active-here': 'The event is ACTIVE on this pCPU for the thread that runs the vCPU.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'vmx_passthrough_lbr_msrs', 'v7.3', 'read'),
      kernel(PMU_INTEL_C, 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read'),
    ],
  }),
  passthroughDecision: switchOf({
    question: 'When does KVM decide whether LBR MSR accesses of the guest go to hardware?',
    values: {
      'irqs-off': 'Before each VM-entry, with IRQs off.',
      'vcpu-load': 'When the vCPU is loaded, with IRQs on.',
    },
    sources: [kernel(PMU_INTEL_C, 'vmx_passthrough_lbr_msrs', 'v7.3', 'read')],
  }),
  guestRecording: switchOf({
    question: 'When does the processor record branches in guest mode?',
    values: {
      'as-written': 'Whenever the guest has set the bit, whoever owns the LBRs.',
      'owner-only': 'When the guest has set the bit and owns the LBRs.',
      'owner-or-host-request':
        'For the guest when it owns the LBRs and has set the bit; for the host when the host owns them and its events asked for guests.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'vmx_passthrough_lbr_msrs', 'v7.3', 'read', 'DEBUGCTL in the VMCS is not touched'),
      mail('Y9RUOvJ5dkCU9J8C@google.com', 'Sean Christopherson', '2023-01-27', 'said'),
    ],
  }),
  msrAccess: switchOf({
    question: 'Are the look at the event and the access to the LBR MSR one piece?',
    values: {
      'irqs-off': 'Yes: IRQs are off from the look to the access.',
      'irqs-on': 'No: an IPI or a task switch can come in between.',
    },
    sources: [kernel(PMU_INTEL_C, 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read')],
  }),
  lazyRelease: switchOf({
    question: 'What becomes of the records when KVM releases the guest LBR event after a task switch?',
    values: {
      'drops-records': 'The event goes where DEBUGCTL.LBR is clear, and the saved records go with it.',
      'keeps-records':
        'The event goes where DEBUGCTL.LBR is clear; the records stay with the vCPU and come back with the next event.',
      never: 'The event stays until the VM goes.',
    },
    sources: [kernel(PMU_INTEL_C, 'intel_pmu_cleanup', 'v7.3', 'read')],
  }),
  handOver: switchOf({
    question: 'What does perf do with the records when an LBR event is scheduled in or out apart from a task switch?',
    values: {
      'first-user-reset': 'It zeroes them for a first user that has never run; otherwise nothing.',
      'save-and-load':
        'A guest LBR event takes its records along when it goes and finds them, or zeros, when it comes; a host user starts from zeros.',
      none: 'Nothing.',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_add', 'v7.3', 'read')],
  }),
  mixedUsers: switchOf({
    question: 'What does a host LBR event that excludes guests find when it comes in beside one that asked for them?',
    values: {
      'what-is-there': 'The records as they are, those of a guest among them.',
      zeros: 'Zeros: perf resets the records when it is started.',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_add', 'v7.3', 'read', 'resets for a first user only')],
  }),
  resetCovers: switchOf({
    question: 'What does a reset of the LBRs zero?',
    values: {
      records: 'The records.',
      'records-and-select': 'The records, and LBR_SELECT while a guest LBR event is on.',
      everything: 'The records, TOS and LBR_SELECT.',
    },
    sources: [
      kernel(LBR_C, 'intel_pmu_lbr_reset', 'v7.3', 'read'),
      commit('0fe39a3929ac', 'perf/x86/lbr: Reset LBR_SELECT during vlbr reset', 'said'),
    ],
  }),
  restoreElision: switchOf({
    question: 'When does perf take the registers to hold the records of a task still, and restores nothing?',
    values: {
      'same-task': 'When the task was the last one saved on this pCPU and was saved nowhere else since.',
      never: 'Never; it always restores.',
    },
    sources: [kernel(LBR_C, '__intel_pmu_lbr_restore', 'v7.3', 'read')],
  }),
  taskSwitchCallback: switchOf({
    question: 'For which events does a task switch wipe the records?',
    values: {
      'every-event': "For every LBR event, a pCPU's own included.",
      'task-events-only': 'Only where the task has events of its own.',
    },
    sources: [
      kernel(EVENTS_CORE_C, 'perf_pmu_sched_task', 'v7.3', 'read'),
      commit('afbef3014958', 'perf/x86/intel: Set PERF_ATTACH_SCHED_CB for large PEBS and LBR', 'said'),
    ],
  }),
  systemWideCallStack: switchOf({
    question: 'Does a system-wide call-stack event have the records of each task saved?',
    values: {
      wiped: 'No; they are wiped at each task switch.',
      saved: 'Yes; a global count of such events turns it on for every task.',
    },
    sources: [
      commit('3cec9fd03543', 'perf/x86/lbr: Fix shorter LBRs call stacks for the system-wide mode', 'said'),
      kernel(LBR_C, 'intel_pmu_lbr_add', 'v7.3', 'read'),
    ],
  }),
  taskData: switchOf({
    question: 'When does perf free the memory in which it keeps the records of a task?',
    values: {
      'with-call-stack-event': 'With the last event that asked for a saved call stack of the task.',
      'with-any-event': 'With the last event of the task on the PMU, whatever it asks for.',
      'with-task': 'When the task exits.',
    },
    sources: [
      kernel(EVENTS_CORE_C, 'detach_task_ctx_data', 'v7.3', 'read'),
      kernel(
        EVENTS_CORE_C,
        'free_epc_rcu',
        'v6.12',
        'read',
        'the records go with the perf_event_pmu_context of the task',
      ),
      kernel(EVENTS_CORE_C, 'free_ctx', 'v6.1', 'read', 'the records go with the perf_event_context of the task'),
    ],
  }),
  callStackAccounting: switchOf({
    question: 'By which filter does perf tell, when an event leaves, that it was a call-stack user?',
    values: {
      'last-filter': 'By the software filter of the event that was added last on the pCPU.',
      'own-filter': 'By the filter of the event that leaves.',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_del', 'v7.3', 'read')],
  }),
  sampleFilter: switchOf({
    question: 'Which software filter is applied to the records of a sample?',
    values: {
      'last-added': 'That of the LBR event that was added last on the pCPU.',
      own: 'That of the event which the sample belongs to.',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_filter', 'v7.3', 'read', 'uses cpuc->br_sel')],
  }),
  mutedSample: switchOf({
    question: 'What is in a host sample that is taken while the guest owns the LBRs?',
    values: {
      'previous-records': 'What the last read left in the software copy.',
      empty: 'No records.',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_read', 'v7.3', 'read')],
  }),
  hostPebs: switchOf({
    question: 'What do PEBS records of a host event hold in the branch group?',
    values: {
      'registers-as-they-are': 'The LBR MSRs as they are, whoever owns them.',
      'own-records': 'Nothing while the guest owns the LBRs.',
    },
    sources: [kernel('arch/x86/events/intel/ds.c', 'intel_pmu_pebs_enable', 'v7.3', 'inferred')],
  }),
  guestPebs: switchOf({
    question: 'Can a guest have PEBS store LBR records?',
    values: {
      hidden: 'No; adaptive PEBS is not offered.',
      adaptive: 'Yes; the hardware stores the LBR MSRs as they are.',
    },
    sources: [
      commit('9e985cbf2942', 'KVM: x86/pmu: Disable support for adaptive PEBS', 'said'),
      kernel(VMX_C, 'vmx_get_perf_capabilities', 'v7.3', 'read'),
    ],
  }),
  nmiThrottle: switchOf({
    question: 'What does the PMI handler do with an event that samples too often?',
    values: {
      'keeps-event': 'It stops the counter; the event stays on the pCPU and keeps the LBRs.',
      'removes-event': 'It takes the event off the pCPU, in NMI context, and the LBRs with it.',
    },
    sources: [
      kernel(EVENTS_CORE_C, '__perf_event_account_interrupt', 'v7.3', 'inferred', 'throttling calls pmu->stop()'),
    ],
  }),
  registerRelease: switchOf({
    question: 'Does an event that leaves give the shared LBR register back?',
    values: {
      'with-event': 'Yes.',
      leaks: 'Not the last one, so that other configurations never fit again.',
    },
    sources: [kernel(INTEL_CORE_C, '__intel_shared_reg_put_constraints', 'v7.3', 'read')],
  }),
  lossNotice: switchOf({
    question: 'Can a guest tell that it has lost the LBRs?',
    values: {
      none: 'No; its MSRs read 0 and its writes go nowhere, without a fault.',
      shown: 'Yes; KVM shows it in a way that the guest can read.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read'),
      mail('20230616113353.45202-1-xiong.y.zhang@intel.com', 'Xiong Zhang', '2023-06-16', 'said', 'names the gap'),
    ],
  }),
  creationCheck: switchOf({
    question: 'How does KVM read the result of creating the guest LBR event for an access?',
    values: {
      right: 'An access is served where there is an event.',
      inverted: 'The access that creates the event is answered as if there were none.',
    },
    sources: [commit('67b45af946ec', 'KVM: vmx/pmu: Fix dummy check if lbr_desc->event is created', 'said')],
  }),
  vmmAccess: switchOf({
    question: 'What does the VMM get that asks for LBR MSRs of a vCPU by ioctl?',
    values: {
      'as-guest': 'What the guest would get; a guest LBR event is created for it on the way.',
      'saved-state': 'The records that are saved for the vCPU, or word that they are in the registers now.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read', 'does not look at host_initiated'),
    ],
  }),
  cpuStart: switchOf({
    question: 'Does perf turn recording off on a pCPU that comes up with it on?',
    values: {
      'clears-lbr': 'Yes.',
      'leaves-lbr': 'No; what firmware left on stays on.',
    },
    sources: [
      commit('c631a2de7ae4', 'perf/x86/intel: Ensure LBRs are disabled when a CPU is starting', 'said'),
      kernel(INTEL_CORE_C, 'intel_pmu_cpu_starting', 'v7.3', 'read'),
    ],
  }),
  vmDestroy: switchOf({
    question: 'What becomes of the records that perf or KVM keeps for a vCPU when its VM is destroyed?',
    values: {
      'leaves-nothing': 'They are freed with the guest LBR event, or with the vCPU.',
      'leaves-records': 'They stay with the thread, and the next VM on it finds them.',
    },
    sources: [
      kernel(
        PMU_INTEL_C,
        'intel_pmu_reset',
        'v7.3',
        'read',
        'releases the event, and perf the data of the task with it',
      ),
    ],
  }),
  ...requestSwitches,
  ...mediatedSwitches,
  ...archSwitches,
} as const;

export type ProtocolSettings = Settings<typeof protocolSwitches>;
