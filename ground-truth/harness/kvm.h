/* KVM's half, as the driver sees it: one vCPU for each vCPU thread. */
#ifndef GT_KVM_H
#define GT_KVM_H
#include "driver.h"

struct gt_task;

/* Gives every vCPU thread of gt_tasks its vCPU, with guest LBR where this CPU lets KVM offer it. */
void gt_kvm_boot(void);
/* Does a step of KVM's half. Sets `*problem` where there is no such step, or it makes no sense. */
long gt_kvm_step(const struct gt_step *step, const char **problem);
/* The preempt notifiers that the scheduler calls for a thread that is in KVM_RUN. */
void gt_kvm_sched_out(struct gt_task *task);
void gt_kvm_sched_in(struct gt_task *task);

struct perf_event *gt_kvm_vlbr(const struct gt_task *task);
/* GUEST_IA32_DEBUGCTL of the vCPU's VMCS. */
gt_u64 gt_kvm_debugctl(const struct gt_task *task);
void gt_kvm_set_debugctl(const struct gt_task *task, gt_u64 value);
/* LBR MSRs are not intercepted. */
int gt_kvm_passthrough(const struct gt_task *task);
/* KVM_REQ_PMU is pending. */
int gt_kvm_request(const struct gt_task *task);

#endif
