import { commit, kernel } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const LBR_C = 'arch/x86/events/intel/lbr.c';
const INTEL_CORE_C = 'arch/x86/events/intel/core.c';
const EVENTS_CORE_C = 'kernel/events/core.c';
const VMX_C = 'arch/x86/kvm/vmx/vmx.c';

/** Switches of what PMIs and PEBS deliver and do, and of what an event that leaves gives back. */
export const sampleSwitches = {
  sampleFilter: switchOf({
    question: 'Which software filter does perf apply to the records of a sample?',
    values: {
      'last-added': 'That of the LBR event that was last added on the pCPU.',
      own: 'That of the event that the sample belongs to.',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_filter', 'v7.3', 'read', 'uses cpuc->br_sel')],
  }),
  mutedSample: switchOf({
    question: 'What does a host sample contain that perf takes while the guest owns the LBRs?',
    values: {
      'previous-records': 'What the last read left in the software copy.',
      empty: 'No records.',
    },
    sources: [kernel(LBR_C, 'intel_pmu_lbr_read', 'v7.3', 'read')],
  }),
  hostPebs: switchOf({
    question: 'What do a host event’s PEBS records hold in the branch group?',
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
      'removes-event': 'It schedules the event out, in NMI context, and the LBRs with it.',
    },
    sources: [
      kernel(EVENTS_CORE_C, '__perf_event_account_interrupt', 'v7.3', 'inferred', 'throttling calls pmu->stop()'),
    ],
  }),
  registerRelease: switchOf({
    question: 'Does an event that leaves give the shared LBR register back?',
    values: {
      'with-event': 'Yes.',
      leaks: 'All except the last one, so that other configurations never fit again.',
    },
    sources: [kernel(INTEL_CORE_C, '__intel_shared_reg_put_constraints', 'v7.3', 'read')],
  }),
} as const;
