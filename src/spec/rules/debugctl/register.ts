import { actorRules } from './actors.ts';
import { bitRules } from './bits.ts';
import { valueRules } from './values.ts';

/** Which DEBUGCTL bits a writer may set, and who sees which value. */
export const debugctlRegister = [...bitRules, ...valueRules, ...actorRules];
