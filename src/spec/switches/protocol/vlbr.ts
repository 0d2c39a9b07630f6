import { kernel, mail } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const LBR_C = 'arch/x86/events/intel/lbr.c';
const INTEL_CORE_C = 'arch/x86/events/intel/core.c';
const EVENTS_CORE_C = 'kernel/events/core.c';
const PMU_INTEL_C = 'arch/x86/kvm/vmx/pmu_intel.c';

/** Switches of the guest LBR event: how it competes, and to whom it is bound. */
export const vlbrSwitches = {
  vlbrConstraint: switchOf({
    question: 'Does the guest LBR event compete with host LBR events for the LBRs?',
    values: {
      bypass: 'No: perf places it before it checks the shared register, so it never conflicts with anybody.',
      'shared-register': 'Yes: it takes the shared LBR register, like a host event with the same call-stack filter.',
      exclusive: 'Yes: it takes the shared LBR register, with a configuration that no host event can share.',
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
      'task-pinned': 'After CPU-pinned events and before all flexible ones.',
      'keeps-place':
        'As a task-pinned event, but it makes no room for a CPU-pinned one that comes later, which goes to ERROR.',
      'task-flexible': 'After everybody else.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'intel_pmu_create_guest_lbr_event', 'v7.3', 'read'),
      mail('20190709121912.GY3402@hirez.programming.kicks-ass.net', 'Peter Zijlstra', '2019-07-09', 'said'),
    ],
  }),
  vlbrRecovery: switchOf({
    question: 'When does a guest LBR event that perf put into ERROR come back?',
    values: {
      never: 'Never; perf does not retry a pinned event that failed.',
      'on-access': 'KVM enables it again when the guest accesses an LBR MSR.',
      'before-entry': 'KVM enables it again before the next VM-entry, with IRQs enabled.',
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
  vlbrEncoding: switchOf({
    question: 'Who can open an event with the encoding of the guest LBR event (raw config 0x1b00)?',
    values: {
      anyone:
        'Whoever can open a raw event; constraint_match() looks at the config only, a branch stack is not needed.',
      'kernel-only': 'Only KVM; perf refuses the encoding from user space.',
    },
    sources: [
      kernel(INTEL_CORE_C, 'intel_vlbr_constraints', 'v7.3', 'read'),
      kernel(INTEL_CORE_C, 'intel_pmu_hw_config', 'v7.3', 'read', 'refuses the encoding for PEBS only'),
    ],
  }),
  missingEvent: switchOf({
    question: 'What does KVM do about a guest that has recording on and no guest LBR event?',
    values: {
      nothing: 'It warns at VM-entry; only the guest’s write of DEBUGCTL or access to an LBR MSR creates the event.',
      'created-before-entry': 'It asks perf for the event before the next VM-entry, with IRQs enabled.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'intel_pmu_create_guest_lbr_event', 'v7.3', 'read', 'called from two places only'),
      kernel('arch/x86/kvm/vmx/nested.c', 'prepare_vmcs02', 'v7.3', 'read', 'writes DEBUGCTL of vmcs12 to the VMCS'),
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
} as const;
