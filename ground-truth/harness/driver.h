/* What the user side asks the kernel side to do, and what it hears back. No headers of either side here. */
#ifndef GT_DRIVER_H
#define GT_DRIVER_H

#define GT_EVENTS 8
#define GT_TEXT 16

/* One step: `op` and its arguments, as in the scenario. */
struct gt_step {
	char op[GT_TEXT * 2];
	char kind[GT_TEXT], task[GT_TEXT], filter[GT_TEXT], by[GT_TEXT];
	int event, exclude_guest;
	unsigned msr, version, model, raw;
	unsigned long value, to;
};

/* Boots the kernel's perf on gt_cpu. Returns 0, or what failed. */
const char *gt_boot(void);
/* Does one step. Returns 0, a negative error of the kernel, or sets `*problem` where the step itself makes no sense. */
int gt_do(const struct gt_step *step, const char **problem);
/* Writes the state after a step as one line of JSON; returns its length. */
/* `brief`: only what the register world compares. */
unsigned gt_report(int brief, char *text, const struct gt_step *step, int number, int result);

#endif
