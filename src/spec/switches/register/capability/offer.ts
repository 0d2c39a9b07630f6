import { commit, kernel, mail } from '../../../kit/source.ts';
import { switchOf } from '../../switch.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';

/** Switches of what KVM offers on a host. */
export const offerSwitches = {
  advertiseSource: switchOf({
    question: 'What does KVM check before it offers LBR_FMT?',
    values: {
      'host-msr': 'The host’s raw PERF_CAPABILITIES, whether perf found LBRs or not.',
      perf: 'perf: KVM offers LBR_FMT only if perf has records.',
    },
    sources: [
      commit('145dfad998ea', 'KVM: VMX: Advertise PMU LBRs if and only if perf supports LBRs', 'said'),
      kernel(VMX, 'vmx_get_perf_capabilities', 'v6.1', 'read'),
    ],
  }),
  archHostLegacyFmt: switchOf({
    question: 'Does KVM offer legacy LBR on a host with Arch LBR?',
    values: {
      advertised: 'Yes: it offers LBR_FMT 0x3f, and treats the Arch LBR record MSRs as legacy records.',
      hidden: 'No.',
    },
    sources: [
      commit('098f4c061ea1', 'KVM: x86/pmu: Disallow legacy LBRs if architectural LBRs are available', 'read'),
      mail('20230128001427.2548858-1-seanjc@google.com', 'Sean Christopherson', '2023-01-28', 'said'),
    ],
  }),
  callstackRequired: switchOf({
    question: 'Does KVM offer LBR_FMT where perf has no call-stack mode?',
    values: {
      no: 'Yes, although the vLBR event asks for call-stack mode and perf refuses to create it.',
      yes: 'No.',
    },
    sources: [
      commit('bb9dc859086d', 'KVM: VMX: Disable LBR virtualization if the CPU doesn’t support LBR callstacks', 'said'),
      kernel(VMX, 'vmx_get_perf_capabilities', 'v6.12', 'read'),
    ],
  }),
  vpmuParameter: switchOf({
    question: 'Can kvm.enable_pmu=0 take the vPMU from all VMs?',
    values: { absent: 'No: Intel hosts have no such parameter before v5.17.', present: 'Yes.' },
    sources: [
      kernel('arch/x86/kvm/vmx/capabilities.h', 'vmx_get_perf_capabilities', 'v5.15', 'read', 'no parameter'),
      kernel(VMX, 'vmx_get_perf_capabilities', 'v6.1', 'read'),
    ],
  }),
  hybridVpmu: switchOf({
    question: 'Is there a vPMU on a hybrid host?',
    values: { on: 'Yes, with the capabilities of one kind of core.', off: 'No.' },
    sources: [commit('4d7404e5ee00', 'KVM: x86/pmu: Disable vPMU support on hybrid CPUs (host PMUs)', 'said')],
  }),
  mediatedVpmu: switchOf({
    question: 'Is the mediated vPMU on?',
    values: {
      absent: 'There is no mediated vPMU.',
      parameter: 'As the module parameter says; LBR_FMT is then 0.',
      on: 'The module parameter is set; LBR_FMT is 0.',
      'with-lbr': 'It is on, and KVM offers LBR_FMT: it loads and saves the guest’s LBRs with the guest’s counters.',
      'on-with-lbr': 'It is on, but KVM still offers LBR_FMT; no release does this.',
    },
    sources: [
      kernel(VMX, 'vmx_get_perf_capabilities', 'v7.3', 'read', 'skips LBR_FMT when enable_mediated_pmu is set'),
    ],
  }),
} as const;
