import { enableSwitches } from './capability/enable.ts';
import { offerSwitches } from './capability/offer.ts';
import { perfCapabilitiesSwitches } from './capability/perf-capabilities.ts';
import { vcpuSwitches } from './capability/vcpu.ts';

/** What KVM offers to the VMM, and when a vCPU has guest LBR. */
export const capabilitySwitches = {
  ...offerSwitches,
  ...enableSwitches,
  ...perfCapabilitiesSwitches,
  ...vcpuSwitches,
} as const;
