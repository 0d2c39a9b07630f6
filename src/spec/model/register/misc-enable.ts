import { hex, MISC_ENABLE } from './msr.ts';
import { beside, type Actor, type Handled } from './outcome.ts';
import type { VmState } from './vm-state.ts';

const READ_ONLY = MISC_ENABLE.BTS_UNAVAIL | MISC_ENABLE.PEBS_UNAVAIL;

/** The value that a vCPU has after RESET: kvm_vcpu_reset(). */
export function miscEnableAtReset({ settings }: VmState): bigint {
  return settings.miscEnable === 'bts-and-pebs-unavailable' ? READ_ONLY : 0n;
}

/** IA32_MISC_ENABLE, where a guest learns whether it has BTS and PEBS: kvm_set_msr_common(). */
export function accessMiscEnable({ settings, vcpu }: VmState, write: bigint | undefined, by: Actor): Handled {
  if (write === undefined) return beside('ok', unavailable(vcpu.miscEnable), vcpu.miscEnable);
  if (by === 'vmm' || settings.miscEnable === 'as-written') {
    vcpu.miscEnable = write;
    return beside('ok', `MISC_ENABLE is ${hex(write)}`);
  }
  if (((vcpu.miscEnable ^ write) & READ_ONLY) !== 0n) {
    return beside('invalid', 'BTS_UNAVAIL and PEBS_UNAVAIL are read-only for the guest');
  }
  vcpu.miscEnable = (write & ~MISC_ENABLE.EMON) | (vcpu.miscEnable & MISC_ENABLE.EMON);
  return beside('ok', `MISC_ENABLE is ${hex(vcpu.miscEnable)}`);
}

function unavailable(value: bigint): string {
  const what = (bit: bigint, name: string): string =>
    `${name} ${(value & bit) === 0n ? 'shows as available' : 'is unavailable'}`;
  return `${what(MISC_ENABLE.BTS_UNAVAIL, 'BTS')}, ${what(MISC_ENABLE.PEBS_UNAVAIL, 'PEBS')}`;
}
