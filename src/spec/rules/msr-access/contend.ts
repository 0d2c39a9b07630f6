/** What the rules on accesses begin with, and what they cite. */
import { kernel } from '../../kit/source.ts';
import type { Session } from '../../model/register/index.ts';

const PMU_INTEL = 'arch/x86/kvm/vmx/pmu_intel.c';
export const ACCESS = kernel(
  PMU_INTEL,
  'intel_pmu_handle_lbr_msrs_access',
  'v6.12',
  'read',
  'host_initiated is not consulted',
);
export const MODEL = [
  'src/spec/model/register/record-access.ts#trappedAccess',
  'src/spec/model/register/record-access.ts#savedStateAccess',
];

/** The host loses the LBRs, or gets them, where that is how the design treats a pinned newcomer. */
export const contend = (vcpu: Session): void => void vcpu.openHostEvent('cpu-pinned');
