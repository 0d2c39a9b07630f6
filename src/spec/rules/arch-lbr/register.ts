import { configurationRules } from './configuration.ts';
import { registerRules } from './registers.ts';
import { stopRules } from './stops.ts';
import { transitionRules } from './transitions.ts';

/** Arch LBR for guests: the MSRs, and what happens to them at every transition. */
export const archLbrRegister = [...registerRules, ...configurationRules, ...transitionRules, ...stopRules];
