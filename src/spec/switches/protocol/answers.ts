import { commit, kernel, mail } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const PMU_INTEL_C = 'arch/x86/kvm/vmx/pmu_intel.c';

/** Switches of what a guest and its VMM are told. */
export const answerSwitches = {
  lossNotice: switchOf({
    question: 'Can a guest tell that it has lost the LBRs?',
    values: {
      none: 'No; its MSRs read 0 and its writes go nowhere, without a fault.',
      shown: 'Yes; KVM exposes the loss in a form that the guest can read.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read'),
      mail('20230616113353.45202-1-xiong.y.zhang@intel.com', 'Xiong Zhang', '2023-06-16', 'said', 'names the gap'),
    ],
  }),
  creationCheck: switchOf({
    question: 'How does KVM read the result of creating the guest LBR event for an access?',
    values: {
      right: 'KVM carries the access out if there is an event.',
      inverted: 'KVM handles the access that creates the event as if there were none.',
    },
    sources: [commit('67b45af946ec', 'KVM: vmx/pmu: Fix dummy check if lbr_desc->event is created', 'said')],
  }),
  vmmAccess: switchOf({
    question: 'What does a VMM get that reads a vCPU’s LBR MSRs by ioctl?',
    values: {
      'as-guest': 'What the guest would get; KVM creates a guest LBR event for it on the way.',
      'saved-state': 'The records that are saved for the vCPU, or an error while they are in the registers.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read', 'does not look at host_initiated'),
    ],
  }),
} as const;
