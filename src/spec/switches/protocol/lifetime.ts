import { commit, kernel } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const INTEL_CORE_C = 'arch/x86/events/intel/core.c';
const PMU_INTEL_C = 'arch/x86/kvm/vmx/pmu_intel.c';

/** Switches of how a pCPU begins and how a VM ends. */
export const lifetimeSwitches = {
  cpuStart: switchOf({
    question: 'Does perf turn recording off on a pCPU that comes up with recording on?',
    values: {
      'clears-lbr': 'Yes, on a CPU with legacy LBR; one with Arch LBR is skipped.',
      'leaves-lbr': 'No; if firmware left it on, it stays on.',
    },
    sources: [
      commit('c631a2de7ae4', 'perf/x86/intel: Ensure LBRs are disabled when a CPU is starting', 'said'),
      kernel(INTEL_CORE_C, 'intel_pmu_cpu_starting', 'v7.3', 'read'),
    ],
  }),
  vmDestroy: switchOf({
    question: 'What happens to the records that perf or KVM keeps for a vCPU when its VM is destroyed?',
    values: {
      'leaves-nothing': 'They are freed with the guest LBR event, or with the vCPU.',
      'leaves-records': 'They stay with the thread, and the next VM on it finds them.',
    },
    sources: [
      kernel(
        PMU_INTEL_C,
        'intel_pmu_reset',
        'v7.3',
        'read',
        'releases the event, and perf the data of the task with it',
      ),
    ],
  }),
} as const;
