import { readMsr, writeMsr } from './access.ts';
import { cpuidOf, type GuestCpuid } from './cpuid.ts';
import { hostOf, type Host } from './host.ts';
import { createVmState } from './vm-state.ts';
import type { MsrIndex } from './msr.ts';
import type { Outcome } from './outcome.ts';
import type { RegisterSettings } from '../../switches/register.ts';
import { setCpuid } from './vmm.ts';

/** One guest access: RDMSR, or WRMSR of `value`. */
export type GuestAccess =
  | { readonly kind: 'rdmsr'; readonly msr: MsrIndex }
  | { readonly kind: 'wrmsr'; readonly msr: MsrIndex; readonly value: bigint };

/**
 * What a guest access must give on a fresh vCPU: `ok` with the value of a read, or `#GP`, and the rule that decides.
 * `host` and `vcpu` take defaults for what is missing. The answer depends on the design only through `settings`; the
 * contract's settings give the normative answer.
 */
export function expectedGuestAccess(
  host: Partial<Host>,
  vcpu: Partial<GuestCpuid>,
  access: GuestAccess,
  settings: RegisterSettings,
): Outcome {
  const fullHost = hostOf(host);
  const state = createVmState(fullHost, settings);
  setCpuid(state, cpuidOf(fullHost, vcpu));
  if (access.kind === 'rdmsr') return readMsr(state, access.msr, 'guest');
  return writeMsr(state, access.msr, access.value, 'guest');
}
