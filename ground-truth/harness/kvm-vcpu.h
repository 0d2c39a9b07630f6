/* The two files of KVM's half. The kernel's headers come first. */
#ifndef GT_KVM_VCPU_H
#define GT_KVM_VCPU_H
#include "kernel.h"
#include "state.h"
#include "kvm.h"
#include <linux/kvm_host.h>
#include "x86.h"
#include "cpuid.h"
#include "pmu.h"
#include "vmx/vmx.h"
#if __has_include("msrs.h")
#include "msrs.h"
#endif
#if __has_include("vmx/pmu_intel.h")
#include "vmx/pmu_intel.h"
#endif

struct gt_cpuid {
	bool pdcm, rtm, bus_lock;
	unsigned version, model;
};

struct kvm_vcpu *gt_vcpu_of(const struct gt_task *task);
/* Makes its VMCS the current one. */
void gt_make_current(struct kvm_vcpu *vcpu);
int gt_set_cpuid(struct kvm_vcpu *vcpu, const struct gt_cpuid *cpuid);
/* The thread is in KVM_RUN. */
void gt_set_in_kvm_run(const struct gt_task *task, bool in);
/* The host as KVM finds it when the module is loaded; the vCPUs are made anew. */
void gt_set_host(unsigned flags);

#endif
