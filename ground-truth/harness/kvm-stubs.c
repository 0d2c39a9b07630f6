/* What KVM's files read or call elsewhere, without logic. No kernel headers, as in stubs.c. */
#include "stubs.h"

/* The MMU, the local APIC, Hyper-V: nothing of theirs reaches the LBRs. */
_Bool tdp_enabled, tdp_mmu_enabled;
void kvm_mmu_after_set_cpuid(void *vcpu) { }
void kvm_hv_set_cpuid(void *vcpu) { }
__attribute__((weak)) struct { long key; } kvm_has_noapic_vcpu;
int kvm_can_use_hv_timer(void *vcpu) { return 0; }
_Bool kvm_lapic_hv_timer_in_use(void *vcpu) { return 0; }

/* The TSC is stable, and its frequency is of no interest. */
unsigned tsc_khz = 1000000;
int check_tsc_unstable(void) { return 0; }

/* What KVM takes for memory of user space is the driver's own. */
unsigned long _copy_from_user(void *to, const void *from, unsigned long size) { memcpy(to, from, size); return 0; }
unsigned long _copy_to_user(void *to, const void *from, unsigned long size) { memcpy(to, from, size); return 0; }
void *vmemdup_user(const void *from, unsigned long size) { return memcpy(gt_alloc(size), from, size); }
void *memdup_user(const void *from, unsigned long size) { return memcpy(gt_alloc(size), from, size); }

/* Mitigations that KVM asks about for MSR_IA32_ARCH_CAPABILITIES. */
int l1tf_vmx_mitigation;
int l1tf_mitigation;
struct { long key; } switch_vcpu_ibpb;
_Bool gds_ucode_mitigated(void) { return 1; }

/* KVM does not run on Hyper-V here. */
__attribute__((weak)) struct { long key; } enable_evmcs;
