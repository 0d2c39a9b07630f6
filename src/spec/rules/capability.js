import { advertiseRules } from './capability/advertise.ts';
import { enableRules } from './capability/enable.ts';
import { perfCapabilitiesRules } from './capability/perf-capabilities.ts';
/** What KVM offers to the VMM, what the VMM may set, and what a vCPU has in the end. */
export const capability = [...advertiseRules, ...enableRules, ...perfCapabilitiesRules];
