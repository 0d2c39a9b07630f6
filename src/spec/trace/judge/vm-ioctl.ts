import type { TraceEvent } from '../read/events.ts';

/**
 * ioctls by which a VMM makes or changes a vCPU: KVM_CREATE_VM, KVM_CREATE_VCPU, KVM_SET_CPUID, KVM_SET_CPUID2,
 * KVM_SET_MSRS, KVM_SET_NESTED_STATE. A selftest runs one VM after another in one thread.
 */
const CHANGES_GUEST = new Set([0xae01, 0xae41, 0x4008ae8a, 0x4008ae90, 0x4008ae89, 0x4080aebf]);

/** Whether what is known of the guest of this thread is not known any more. */
export function changesGuest(event: TraceEvent): boolean {
  return CHANGES_GUEST.has(event.ioctl);
}
