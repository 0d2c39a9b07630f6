/* The kernel's headers, and the few places in which the versions differ. */
#ifndef GT_KERNEL_H
#define GT_KERNEL_H
#include <linux/version.h>
#include <linux/perf_event.h>
#include <linux/init.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/hardirq.h>
#include <linux/hrtimer.h>
#include <asm/nmi.h>
#include <asm/cpufeature.h>
#include "perf_event.h" /* arch/x86/events/perf_event.h */
#include "stubs.h"

#define SINCE(major, minor) (LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))

void gt_set_current(struct task_struct *task);
int gt_run_nmi(struct pt_regs *regs);
void gt_run_deferred(void);

/* The timer that rotates the flexible events of the x86 PMU on this CPU. */
struct hrtimer *gt_mux_timer(void);
enum hrtimer_restart (*gt_timer_function(struct hrtimer *timer))(struct hrtimer *);
/* Where perf keeps the LBR image of a task, or NULL. */
struct x86_perf_task_context *gt_image(struct task_struct *task);

/* x86_pmu.lbr_callstack_users: system-wide call-stack events, where the version counts them. */
static inline long gt_system_call_stack_users(void)
{
#if SINCE(6, 15)
	return x86_pmu.lbr_callstack_users;
#else
	return 0;
#endif
}

#endif
