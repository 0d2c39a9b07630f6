import { commit, kernel, mail } from '../../../kit/source.ts';
import { switchOf } from '../../switch.ts';

const VMX = 'arch/x86/kvm/vmx/vmx.c';
const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
const X86 = 'arch/x86/kvm/x86.c';

/** What KVM offers to the VMM, and when a vCPU has guest LBR. */
export const capabilitySwitches = {
  advertiseSource: switchOf({
    question: 'What does KVM ask before it offers LBR_FMT?',
    values: {
      'host-msr': 'The raw PERF_CAPABILITIES of the host, whatever perf made of its LBRs.',
      perf: 'perf: LBR_FMT is offered only where perf has records.',
    },
    sources: [
      commit('145dfad998ea', 'KVM: VMX: Advertise PMU LBRs if and only if perf supports LBRs', 'said'),
      kernel(VMX, 'vmx_get_perf_capabilities', 'v6.1', 'read'),
    ],
  }),
  archHostLegacyFmt: switchOf({
    question: 'Does KVM offer legacy LBR on a host with Arch LBR?',
    values: {
      advertised: 'LBR_FMT 0x3f is offered, and the Arch LBR record MSRs pass for legacy records.',
      hidden: 'Legacy LBR is not offered there.',
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
      'on-with-lbr': 'It is on and LBR_FMT is offered all the same; no release does this.',
    },
    sources: [
      kernel(VMX, 'vmx_get_perf_capabilities', 'v7.3', 'read', 'skips LBR_FMT when enable_mediated_pmu is set'),
    ],
  }),
  enableCheck: switchOf({
    question: 'When does KVM decide that a vCPU has guest LBR?',
    values: {
      live: 'On every use, from the records, PDCM and LBR_FMT.',
      refresh: 'Once, when CPUID or PERF_CAPABILITIES changes.',
    },
    sources: [
      kernel(PMU_INTEL, 'intel_pmu_lbr_is_enabled', 'v5.15', 'read'),
      kernel(PMU_INTEL, 'intel_pmu_refresh', 'v6.12', 'read'),
    ],
  }),
  earlyRefreshRecords: switchOf({
    question: 'What does a refresh that ends early leave of the records of the vCPU?',
    values: {
      stale: 'What was there: guest LBR stays on after CPUID leaf 0xA is taken away.',
      cleared: 'Nothing.',
    },
    sources: [commit('957d0f70e97b', 'KVM: x86/pmu: Zero out LBR capabilities during PMU refresh', 'said')],
  }),
  refreshEvent: switchOf({
    question: 'Does a refresh of the vPMU release the vLBR event?',
    values: {
      kept: 'No: the event outlives the configuration that it was made for.',
      released: 'Yes.',
    },
    sources: [
      kernel('arch/x86/kvm/pmu.c', 'kvm_pmu_refresh', 'v6.1', 'read', 'does not call kvm_pmu_reset()'),
      kernel('arch/x86/kvm/pmu.c', 'kvm_pmu_refresh', 'v6.12', 'read', 'calls kvm_pmu_reset() first'),
    ],
  }),
  infoMsrs: switchOf({
    question: 'Which hosts give their guests INFO MSRs?',
    values: {
      'format-5': 'Those with LBR_FMT 5, although CPUs of other formats have the MSRs too.',
      'with-perf': 'Those on which perf uses them.',
    },
    sources: [
      kernel('arch/x86/events/intel/lbr.c', 'x86_perf_get_lbr', 'v6.1', 'read', 'info for LBR_FORMAT_INFO only'),
      kernel('arch/x86/events/intel/lbr.c', 'x86_perf_get_lbr', 'v6.12', 'read'),
      commit('03c4c7f88709', 'perf/x86/lbr: Simplify the exposure check for the LBR_INFO registers', 'said'),
    ],
  }),
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
    question: 'When does KVM take PDCM in the CPUID of a vCPU for real?',
    values: {
      'guest-cpuid': 'Always.',
      'guest-and-kvm': 'Where KVM offers it: not on a host without PDCM, and not with enable_pmu=0.',
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
      yes: 'Nothing is stored; a write of 0 succeeds, because the MSR is listed.',
      'keeps-value': 'What KVM supports while no CPUID was set; afterwards only 0.',
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
      'with-adaptive': 'All, adaptive PEBS included, whose records hold the LBRs of whoever owns them.',
      'without-adaptive': 'All but PEBS_BASELINE.',
    },
    sources: [
      commit('9e985cbf2942', 'KVM: x86/pmu: Disable support for adaptive PEBS', 'said'),
      kernel(VMX, 'vmx_get_perf_capabilities', 'v6.12', 'read'),
    ],
  }),
  perfCapGuestWrite: switchOf({
    question: 'What does a guest write of PERF_CAPABILITIES do?',
    values: { fault: 'It faults.', accepted: 'It is taken like a write of the VMM; no release does this.' },
    sources: [kernel(X86, 'kvm_set_msr_common', 'v6.12', 'read')],
  }),
  perfCapStored: switchOf({
    question: 'Does PERF_CAPABILITIES read as it was written?',
    values: {
      unchanged: 'Yes.',
      masked: 'Bits that KVM does not like are taken out of a value that was accepted; a draft of 2021 did this.',
    },
    sources: [kernel(X86, 'kvm_get_msr_common', 'v6.12', 'read')],
  }),
  featureMsrsAfterRun: switchOf({
    question: 'May the VMM change PERF_CAPABILITIES after the vCPU has run?',
    values: {
      writable: 'Yes.',
      frozen: 'No; the same value again is accepted.',
      'frozen-in-l2':
        'No, nor before the first run while the vCPU is in L2: a restore that sets nested state before MSRs is refused.',
    },
    sources: [
      kernel(X86, 'do_set_msr', 'v6.12', 'read'),
      kernel('arch/x86/kvm/x86.h', 'kvm_can_set_cpuid_and_feature_msrs', 'v7.3', 'read', 'not after a run, not in L2'),
      kernel(X86, 'do_set_msr', 'v6.1', 'read', 'no check in this version'),
    ],
  }),
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
      ignored: 'The call succeeds and guest LBR stays; no release does this.',
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
    question: 'Can the VMM turn off that a new vCPU has everything?',
    values: { absent: 'No.', present: 'Yes, with KVM_X86_QUIRK_STUFF_FEATURE_MSRS.' },
    sources: [
      commit('dcb988cdac85', 'KVM: x86: Quirk initialization of feature MSRs to KVM’s max configuration', 'said'),
      kernel(X86, 'kvm_arch_vcpu_create', 'v6.12', 'read', 'in 6.12.117; the commit is of v6.13'),
    ],
  }),
  modelMatch: switchOf({
    question: 'Must the model in CPUID be the model of the host for guest LBR?',
    values: { required: 'Yes, for legacy LBR.', ignored: 'No; no release does this.' },
    sources: [kernel(PMU_INTEL, 'intel_pmu_refresh', 'v6.12', 'read', 'cpuid_model_is_consistent()')],
  }),
  vcpuPmuVersion: switchOf({
    question: 'Which PMU version does KVM act on?',
    values: {
      verbatim: 'The one in the guest CPUID, even where it is above what KVM implements.',
      clamped: 'At most the version that KVM implements, 2.',
    },
    sources: [kernel(PMU_INTEL, 'intel_pmu_refresh', 'v6.12', 'read', 'pmu->version = eax.split.version_id')],
  }),
} as const;
