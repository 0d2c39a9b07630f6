import { commit, kernel } from '../../../kit/source.ts';
import { switchOf } from '../../switch.ts';

const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
const X86 = 'arch/x86/kvm/x86.c';

/** Switches of CPUID and of what a vCPU starts with. */
export const vcpuSwitches = {
  cpuidAfterRun: switchOf({
    question: 'May the VMM change CPUID after the vCPU has run?',
    values: { writable: 'Yes.', frozen: 'No; the same CPUID again is accepted.' },
    sources: [kernel('arch/x86/kvm/cpuid.c', 'kvm_set_cpuid', 'v6.1', 'read', 'looks at last_vmentry_cpu')],
  }),
  pmuCapability: switchOf({
    question: 'Does KVM_CAP_PMU_CAPABILITY take the vPMU from a VM?',
    values: {
      absent: 'The capability does not exist yet; it came with v5.18.',
      present: 'Yes, before the first vCPU.',
      ignored: 'No; the call succeeds, but guest LBR stays; no release does this.',
    },
    sources: [kernel(X86, 'kvm_vm_ioctl_enable_cap', 'v6.12', 'read')],
  }),
  freshPerfCapabilities: switchOf({
    question: 'Which PERF_CAPABILITIES does a new vCPU have?',
    values: { supported: 'Everything that KVM offers.', zero: '0; no release does this by default.' },
    sources: [
      commit('dcb988cdac85', 'KVM: x86: Quirk initialization of feature MSRs to KVM’s max configuration', 'said'),
    ],
  }),
  stuffQuirk: switchOf({
    question: 'Can the VMM turn off the default that a new vCPU has everything?',
    values: { absent: 'No.', present: 'Yes, with KVM_X86_QUIRK_STUFF_FEATURE_MSRS.' },
    sources: [
      commit('dcb988cdac85', 'KVM: x86: Quirk initialization of feature MSRs to KVM’s max configuration', 'said'),
      kernel(X86, 'kvm_arch_vcpu_create', 'v6.12', 'read', 'in 6.12.117; the commit is of v6.13'),
    ],
  }),
  modelMatch: switchOf({
    question: 'Must the model in CPUID be the host’s model for guest LBR?',
    values: { required: 'Yes, for legacy LBR.', ignored: 'No; no release does this.' },
    sources: [kernel(PMU_INTEL, 'intel_pmu_refresh', 'v6.12', 'read', 'cpuid_model_is_consistent()')],
  }),
  vcpuPmuVersion: switchOf({
    question: 'Which PMU version does KVM act on?',
    values: {
      verbatim: 'The one in the guest’s CPUID, even if it is above the version that KVM implements.',
      clamped: 'At most the version that KVM implements, 2.',
    },
    sources: [kernel(PMU_INTEL, 'intel_pmu_refresh', 'v6.12', 'read', 'pmu->version = eax.split.version_id')],
  }),
} as const;
