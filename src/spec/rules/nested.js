import { entryRules } from './nested/entry.ts';
import { exitRules } from './nested/exit.ts';
/** DEBUGCTL and the records between L1 and L2. */
export const nested = [...entryRules, ...exitRules];
