/* The state of a scenario, on the kernel side. */
#ifndef GT_STATE_H
#define GT_STATE_H
#include "driver.h"

struct gt_task {
	const char *name;
	char tag;   /* in records: the task itself */
	char guest; /* in records: its VM, or 0 for a task that is no vCPU thread */
	char tos_by; /* who had moved TOS when perf saved it for this task */
	bool in_guest;
	int vcpu; /* number of its vCPU, from 1; 0 for a task that is no vCPU thread */
	struct task_struct *task;
};

struct gt_sample {
	bool taken;
	int records;
	char tags[32];
};

extern struct gt_task gt_tasks[];
extern const int gt_ntasks;
extern struct perf_event *gt_events[GT_EVENTS];
extern struct gt_sample gt_samples[GT_EVENTS];

/* What the last access to MSRs by way of KVM or of the guest gave, and whose records it saw, one letter each. */
extern u64 gt_value;
extern char gt_seen[40];

struct gt_task *gt_running(void);
struct gt_task *gt_find_task(const char *name);

/* The address of a branch says who executed it. */
static inline u64 gt_address(char tag, int number)
{
	return 0x100000000 | (u64)number << 12 | (u64)(tag & 0x7f) << 4;
}

static inline char gt_tag(u64 from)
{
	return from ? from >> 4 & 0x7f : '.';
}

#endif
