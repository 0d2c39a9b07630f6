let clock = 0;

/** A line as `trace` prints it; time goes on from line to line. */
export function line(flags: string, event: string, pid = 100, cpu = 0): string {
  const stamp = `5.${String(++clock).padStart(6, '0')}`.padStart(12);
  return `${'CPU 0/KVM'.padStart(16)}-${String(pid).padEnd(7)} [00${cpu}] ${flags} ${stamp}: ${event}\n`;
}

/** perf in an interrupt. */
export const irq = (event: string): string => line('d.h1.', event);
/** KVM or perf in a thread with IRQs off. */
export const off = (event: string): string => line('d..1.', event);
/** KVM emulates an access of its guest. */
export const access = (event: string, pid = 100): string => line('.....', `kvm_msr: ${event}`, pid);
export const entry = (): string => off('kvm_entry: vcpu 0, rip 0x0');
export const exit = (reason = 'EXTERNAL_INTERRUPT'): string =>
  off(`kvm_exit: vcpu 0 reason ${reason} rip 0x0 info1 0x0`);
/** LBR_SELECT and DEBUGCTL, as perf turns recording for the host on. */
export const hostOn = (): string => irq('write_msr: 1c8, value 3') + irq('write_msr: 1d9, value 801');
export const hostOff = (): string => irq('write_msr: 1d9, value 0');
