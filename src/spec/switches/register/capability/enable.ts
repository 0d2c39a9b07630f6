import { commit, kernel } from '../../../kit/source.ts';
import { switchOf } from '../../switch.ts';

const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';

/** Switches of when a vCPU has LBRs. */
export const enableSwitches = {
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
    question: 'What does a refresh that ends early leave of the vCPU’s record MSRs?',
    values: {
      stale: 'The old ones: guest LBR stays on after the VMM takes CPUID leaf 0xA away.',
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
} as const;
