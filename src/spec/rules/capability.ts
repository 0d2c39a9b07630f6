import { advertiseRules } from './capability/advertise.ts';
import { laterRules } from './capability/configuration.ts';
import { enableRules } from './capability/enable.ts';
import { offerRules } from './capability/mediated-and-flavour.ts';
import { perfCapabilitiesRules } from './capability/perf-capabilities.ts';
import { vcpuRules } from './capability/vcpu.ts';

/** What KVM offers to the VMM, what the VMM may set, and what a vCPU has in the end. */
export const capability = [
  ...advertiseRules,
  ...offerRules,
  ...perfCapabilitiesRules,
  ...laterRules,
  ...enableRules,
  ...vcpuRules,
];
