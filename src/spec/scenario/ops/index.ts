import { guestOps } from './guest.ts';
import { hostOps } from './host.ts';
import type { RegisterOp } from './op.ts';
import { vmmOps } from './vmm.ts';

/** Every operation of the register world by name. */
export const registerOps: Readonly<Record<string, RegisterOp>> = { ...vmmOps, ...guestOps, ...hostOps };
