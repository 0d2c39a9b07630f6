import { MSR, PERF_CAP, supportedPerfCapabilities, type Session } from '../model/register/index.ts';
import type { RegisterSettings } from '../switches/register.ts';
import type { Scenario } from './types.ts';

/** Which guest a document gets that sets up none: as QEMU makes it by default, or with guest LBR. */
export const USUAL_GUESTS = ['no-lbr', 'lbr'] as const;
export type UsualGuest = (typeof USUAL_GUESTS)[number];

/** Calls of the VMM that leave the setup of the vCPU as it is. */
const NO_SETUP = ['vmm.run', 'vmm.filter_msr', 'vmm.reset', 'vmm.init', 'vmm.save', 'vmm.restore'];

/** Whether a document leaves it open which guest it speaks of: it runs one, and none of its steps sets it up. */
export function leavesGuestOpen({ instance, steps }: Scenario): boolean {
  if (instance !== undefined || !steps.some(({ op }) => op.startsWith('guest.'))) return false;
  return steps.every(({ op }) => !op.startsWith('vmm.') || NO_SETUP.includes(op));
}

/** Sets up the guest that QEMU makes without lbr-fmt: its PERF_CAPABILITIES have no LBR_FMT, its CPUID no Arch LBR. */
export function setUpWithoutLbr(session: Session, settings: RegisterSettings): void {
  session.setCpuid({ archLbr: false });
  session.setMsr(MSR.PERF_CAPABILITIES, supportedPerfCapabilities(session.host, settings) & ~PERF_CAP.LBR_FMT);
}
