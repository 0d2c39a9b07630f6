import { commit, kernel } from '../../../kit/source.ts';
import { switchOf } from '../../switch.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const X86 = 'arch/x86/kvm/x86.c';

/** Switches of IA32_PERF_CAPABILITIES of a vCPU: who may read and write what. */
export const perfCapabilitiesSwitches = {
  perfCapRefresh: switchOf({
    question: 'Does a write of PERF_CAPABILITIES rebuild the vPMU?',
    values: { never: 'No; only KVM_SET_CPUID2 does.', 'on-write': 'Yes, where the value changes.' },
    sources: [
      commit(
        '17a024a8b981',
        'KVM: x86: Refresh PMU after writes to MSR_IA32_PERF_CAPABILITIES',
        'said',
        'the hash was not checked',
      ),
    ],
  }),
  perfCapNeedsPmuVersion: switchOf({
    question: 'Is a non-zero PERF_CAPABILITIES refused while the vPMU has version 0?',
    values: { yes: 'Yes, so CPUID leaf 0xA has to be set first.', no: 'No.' },
    sources: [
      commit('a1039111192b', 'KVM: VMX: Remove restriction that PMU version > 0 for PERF_CAPABILITIES', 'said'),
      kernel(VMX, 'vmx_set_msr', 'v6.12', 'read', 'returns 1 for data && !version'),
    ],
  }),
  guestPdcm: switchOf({
    question: 'When does KVM honour PDCM in a vCPU’s CPUID?',
    values: {
      'guest-cpuid': 'Always.',
      'guest-and-kvm': 'If KVM offers it: not on a host without PDCM, and not with enable_pmu=0.',
    },
    sources: [
      kernel(X86, 'kvm_get_msr_common', 'v6.12', 'read', 'guest_cpuid_has()'),
      kernel('arch/x86/kvm/cpuid.c', 'kvm_vcpu_after_set_cpuid', 'v7.3', 'read', 'cpu_caps: guest CPUID and KVM’s'),
    ],
  }),
  perfCapNeedsPdcm: switchOf({
    question: 'What may the VMM write to PERF_CAPABILITIES of a vCPU without PDCM?',
    values: {
      no: 'What KVM supports.',
      'non-zero': 'Only 0.',
      yes: 'Nothing; a write of 0 succeeds, because the MSR is listed, but KVM does not store it.',
      'keeps-value': 'Whatever KVM supports until CPUID is set; after that only 0.',
    },
    sources: [
      commit('d75cac366f44', 'KVM: x86: Reject userspace attempts to access PERF_CAPABILITIES w/o PDCM', 'said'),
      kernel(X86, 'kvm_set_msr_common', 'v6.12', 'read', 'no PDCM check for the VMM'),
    ],
  }),
  perfCapModelCheck: switchOf({
    question: 'When must the model in CPUID match the host for LBR_FMT?',
    values: {
      'at-write': 'At the write, so CPUID has to be set first.',
      'at-use': 'When KVM decides whether the vCPU has guest LBR.',
    },
    sources: [kernel(VMX, 'vmx_set_msr', 'v6.12', 'read', 'cpuid_model_is_consistent() at the write')],
  }),
  perfCapFormatCheck: switchOf({
    question: 'Which LBR_FMT may the VMM write?',
    values: {
      exact: '0 or exactly the format that KVM offers.',
      'supported-bits': 'Any value made of bits of that format; no release does this.',
    },
    sources: [kernel(VMX, 'vmx_set_msr', 'v6.12', 'read')],
  }),
  pebs: switchOf({
    question: 'Which PEBS capabilities does KVM offer where PEBS goes through EPT?',
    values: {
      none: 'None; guest PEBS came with v6.0.',
      'with-adaptive': 'All, including adaptive PEBS, whose records hold the current owner’s LBRs.',
      'without-adaptive': 'All except PEBS_BASELINE.',
    },
    sources: [
      commit('9e985cbf2942', 'KVM: x86/pmu: Disable support for adaptive PEBS', 'said'),
      kernel(VMX, 'vmx_get_perf_capabilities', 'v6.12', 'read'),
    ],
  }),
  perfCapGuestWrite: switchOf({
    question: 'What does a guest write of PERF_CAPABILITIES do?',
    values: { fault: 'It faults.', accepted: 'KVM accepts it like a VMM write; no release does this.' },
    sources: [kernel(X86, 'kvm_set_msr_common', 'v6.12', 'read')],
  }),
  perfCapStored: switchOf({
    question: 'Does PERF_CAPABILITIES read as it was written?',
    values: {
      unchanged: 'Yes.',
      masked: 'No; KVM clears unsupported bits of an accepted value; a draft of 2021 did this.',
    },
    sources: [kernel(X86, 'kvm_get_msr_common', 'v6.12', 'read')],
  }),
  featureMsrsAfterRun: switchOf({
    question: 'May the VMM change PERF_CAPABILITIES after the vCPU has run?',
    values: {
      writable: 'Yes.',
      frozen: 'No; the same value again is accepted.',
      'frozen-in-l2':
        'No, and not before the first run while the vCPU is in L2 either: KVM refuses a restore that sets nested state before MSRs.',
    },
    sources: [
      kernel(X86, 'do_set_msr', 'v6.12', 'read'),
      kernel('arch/x86/kvm/x86.h', 'kvm_can_set_cpuid_and_feature_msrs', 'v7.3', 'read', 'not after a run, not in L2'),
      kernel(X86, 'do_set_msr', 'v6.1', 'read', 'no check in this version'),
    ],
  }),
} as const;
