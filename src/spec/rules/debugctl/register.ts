import { bitRules } from './bits.ts';
import { freezeInSmmRules } from './freeze-in-smm.ts';
import { hardwareRules } from './hardware.ts';
import { valueRules } from './values.ts';
import { vmmRules } from './vmm.ts';

/** Which DEBUGCTL bits a writer may set, and who sees which value. */
export const debugctlRegister = [...bitRules, ...valueRules, ...vmmRules, ...freezeInSmmRules, ...hardwareRules];
