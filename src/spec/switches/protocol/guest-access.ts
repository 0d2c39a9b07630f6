import { kernel, mail } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const PMU_INTEL_C = 'arch/x86/kvm/vmx/pmu_intel.c';

/** Switches of what a guest gets at: when KVM takes it for the owner, and what follows from that. */
export const guestAccessSwitches = {
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
    question: 'When does KVM decide whether the guest’s LBR MSR accesses go to hardware?',
    values: {
      'irqs-off': 'Before each VM-entry, with IRQs disabled.',
      'vcpu-load': 'When the vCPU is loaded, with IRQs enabled.',
    },
    sources: [kernel(PMU_INTEL_C, 'vmx_passthrough_lbr_msrs', 'v7.3', 'read')],
  }),
  guestRecording: switchOf({
    question: 'When does the processor record branches in guest mode?',
    values: {
      'as-written': 'Whenever the guest has set the bit, whoever owns the LBRs.',
      'owner-only': 'When the guest has set the bit and owns the LBRs.',
      'owner-or-host-request':
        'For the guest, if it owns the LBRs and has set the bit; for the host, if the host owns them and its events asked for guests.',
    },
    sources: [
      kernel(PMU_INTEL_C, 'vmx_passthrough_lbr_msrs', 'v7.3', 'read', 'DEBUGCTL in the VMCS is not touched'),
      mail('Y9RUOvJ5dkCU9J8C@google.com', 'Sean Christopherson', '2023-01-27', 'said'),
    ],
  }),
  msrAccess: switchOf({
    question: 'Are the check of the event and the access to the LBR MSR atomic?',
    values: {
      'irqs-off': 'Yes: IRQs are disabled from the check to the access.',
      'irqs-on': 'No: an IPI or a task switch can come in between.',
    },
    sources: [kernel(PMU_INTEL_C, 'intel_pmu_handle_lbr_msrs_access', 'v7.3', 'read')],
  }),
} as const;
