import { guestOps } from './guest.ts';
import { hostOps } from './host.ts';
import { vmmOps } from './vmm.ts';
/** Every operation of the register world by name. */
export const registerOps = { ...vmmOps, ...guestOps, ...hostOps };
