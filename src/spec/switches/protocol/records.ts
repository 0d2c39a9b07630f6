import { commit, kernel } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const LBR_C = 'arch/x86/events/intel/lbr.c';
const EVENTS_CORE_C = 'kernel/events/core.c';
const PMU_INTEL_C = 'arch/x86/kvm/vmx/pmu_intel.c';

/** Switches of where records go when an event comes, goes or is switched. */
export const recordSwitches = {
  lazyRelease: switchOf({
    question: 'What happens to the records when KVM releases the guest LBR event after a task switch?',
    values: {
      'drops-records': 'KVM releases the event if DEBUGCTL.LBR is clear, and the saved records go with it.',
      'keeps-records':
        'KVM releases the event if DEBUGCTL.LBR is clear; the records stay with the vCPU and come back with the next event.',
      never: 'The event stays until the VM is destroyed.',
    },
    sources: [kernel(PMU_INTEL_C, 'intel_pmu_cleanup', 'v7.3', 'read')],
  }),
  handOver: switchOf({
    question:
      'What does perf do with the records when an LBR event is scheduled in or out, other than at a task switch?',
    values: {
      'first-user-reset': 'It zeroes them for a first user that has never run, and otherwise does nothing.',
      'save-and-load':
        'A guest LBR event’s records are saved when it is scheduled out, and it finds them, or zeros, when it is scheduled in; a host user starts from zeros.',
      none: 'Nothing.',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_add', 'v7.3', 'read')],
  }),
  mixedUsers: switchOf({
    question:
      'What does a host LBR event that excludes guests find when it is scheduled in beside one that includes them?',
    values: {
      'what-is-there': 'The records as they are, a guest’s among them.',
      zeros: 'Zeros: perf resets the records when it starts the event.',
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
    question: 'When does perf assume that the registers still hold a task’s records, and restore nothing?',
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
    question: 'Does perf save each task’s records for a system-wide call-stack event?',
    values: {
      wiped: 'No; it wipes them at each task switch.',
      saved: 'Yes; a global count of such events turns it on for every task.',
    },
    sources: [
      commit('3cec9fd03543', 'perf/x86/lbr: Fix shorter LBRs call stacks for the system-wide mode', 'said'),
      kernel(LBR_C, 'intel_pmu_lbr_add', 'v7.3', 'read'),
    ],
  }),
  taskData: switchOf({
    question: 'When does perf free the memory in which it keeps a task’s records?',
    values: {
      'with-call-stack-event': 'With the task’s last event that asked for a saved call stack.',
      'with-any-event': 'With the task’s last event on the PMU, whatever it asks for.',
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
    question: 'By which filter does perf decide, when an event leaves, that it was a call-stack user?',
    values: {
      'last-filter': 'By the software filter of the event that was last added on the pCPU.',
      'own-filter': 'By the filter of the event that leaves.',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_del', 'v7.3', 'read')],
  }),
} as const;
