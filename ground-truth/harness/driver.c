/* The driver: boots perf, and does the steps of a scenario by calling what the kernel itself would call. */
#include "kernel.h"
#include "state.h"
#include "kvm.h"
#include <linux/radix-tree.h>

struct gt_task gt_tasks[] = {
	{ "idle", 'i', 0 }, { "p", 'p', 0 }, { "q", 'q', 0 },
	/* vCPU threads: two of VM A, two of VM B */
	{ "a", 'a', 'A' }, { "a2", 'a', 'A' }, { "b", 'b', 'B' }, { "b2", 'b', 'B' },
};
const int gt_ntasks = ARRAY_SIZE(gt_tasks);
struct perf_event *gt_events[GT_EVENTS];
struct gt_sample gt_samples[GT_EVENTS];
u64 gt_value;
char gt_seen[40];
static int branches;

static bool same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

struct gt_task *gt_find_task(const char *name)
{
	for (int i = 0; i < gt_ntasks; i++)
		if (same(gt_tasks[i].name, name))
			return &gt_tasks[i];
	return NULL;
}

struct gt_task *gt_running(void)
{
	for (int i = 0; i < gt_ntasks; i++)
		if (gt_tasks[i].task == current)
			return &gt_tasks[i];
	return NULL;
}

static bool in_pmi;

char *gt_saved_tos_by(void)
{
	static char read_for_samples;

	return in_pmi ? &read_for_samples : &gt_running()->tos_by;
}

/* --- boot --- */

extern initcall_entry_t __start_gt_early[], __start_gt_subsys[], __stop_gt_subsys[];
static struct nmiaction *pmi_action;

int __register_nmi_handler(unsigned int type, struct nmiaction *action)
{
	pmi_action = action;
	return 0;
}

/* CPU 0 idles in the kernel's first task, which is in no list of processes. */
static void make_task(struct gt_task *t)
{
	/* Read for one bit only: user registers with a 64-bit code segment. */
	static char stack[THREAD_SIZE] __aligned(16);

	t->task = t == gt_tasks ? &init_task : gt_alloc(sizeof(struct task_struct));
	t->task->stack = stack;
	task_pt_regs(t->task)->cs = __USER_CS;
	t->task->mm = gt_alloc(PAGE_SIZE); /* never looked into: utils.c only asks whether there is one */
	refcount_set(&t->task->usage, 1000);
	mutex_init(&t->task->perf_event_mutex);
	INIT_LIST_HEAD(&t->task->perf_event_list);
	INIT_LIST_HEAD(&t->task->tasks);
	t->task->signal = gt_alloc(sizeof(struct signal_struct));
	INIT_LIST_HEAD(&t->task->signal->thread_head);
	list_add_tail(&t->task->thread_node, &t->task->signal->thread_head);
	if (t != gt_tasks)
		list_add_tail(&t->task->tasks, &init_task.tasks);
}

const char *gt_boot(void)
{
	boot_cpu_data.x86_vendor = X86_VENDOR_INTEL;
	boot_cpu_data.x86 = 6;
	boot_cpu_data.x86_model = gt_cpu->model;
	boot_cpu_data.cpuid_level = 0x1c;
	set_cpu_cap(&boot_cpu_data, X86_FEATURE_ARCH_PERFMON);
	set_cpu_cap(&boot_cpu_data, X86_FEATURE_PDCM);
	if (gt_cpu->tsx)
		set_cpu_cap(&boot_cpu_data, X86_FEATURE_RTM);
	if (gt_cpu->arch_lbr)
		set_cpu_cap(&boot_cpu_data, X86_FEATURE_ARCH_LBR);
	gt_msr[MSR_IA32_PERF_CAPABILITIES] = gt_cpu->lbr_format | 1 << 13 /* full-width counter writes */;
	for (int i = 0; i < gt_ntasks; i++)
		make_task(&gt_tasks[i]);
	gt_set_current(gt_tasks[0].task);

	radix_tree_init();
	perf_event_init();
	if (initcall_from_entry(&__start_gt_early[0])() || !x86_pmu.name)
		return "init_hw_perf_events() found no PMU";
	/* fixup_ht_bug(): where there are no hyperthreads, the work-around for them goes. */
	for (initcall_entry_t *call = __start_gt_subsys; call < __stop_gt_subsys && !gt_cpu->hyperthreads; call++)
		initcall_from_entry(call)();
	if (x86_pmu.lbr_nr != gt_cpu->lbr_entries)
		return "perf sees another number of LBR entries than the CPU has";
	gt_kvm_boot();
	return NULL;
}

/* --- host events --- */

static void overflow(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct gt_sample *sample = &gt_samples[(long)event->overflow_handler_context];

	sample->taken = true;
	sample->records = data->br_stack ? data->br_stack->nr : 0;
	for (int i = 0; i < sample->records; i++)
		sample->tags[i] = gt_tag(data->br_stack->entries[i].from);
}

static int open_event(const struct gt_step *step, const char **problem)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_RAW,
		.size = sizeof(attr),
		.config = step->raw ? step->raw : 0x3c,
		.sample_period = 1 << 20,
		.sample_type = PERF_SAMPLE_BRANCH_STACK,
		.sample_max_stack = 127, /* what the system call sets by default */
		.exclude_guest = step->exclude_guest,
		.disabled = same(step->by, "disabled"),
	};
	struct gt_task *task = NULL;
	struct perf_event *event;

	switch (step->filter[0]) {
	case 'A':
		attr.branch_sample_type = PERF_SAMPLE_BRANCH_ANY;
		break;
	case 'C':
		attr.branch_sample_type = PERF_SAMPLE_BRANCH_ANY_CALL;
		break;
	case 'S':
		attr.branch_sample_type = PERF_SAMPLE_BRANCH_CALL_STACK;
		break;
	default:
		attr.sample_type = 0;
	}
	if (attr.sample_type)
		attr.branch_sample_type |= PERF_SAMPLE_BRANCH_USER;
	attr.pinned = same(step->kind, "cpu-pinned") || same(step->kind, "task-pinned");
	if (step->kind[0] == 't' && !(task = gt_find_task(step->task)))
		return *problem = "no such task", 0;
	event = perf_event_create_kernel_counter(&attr, task ? -1 : 0, task ? task->task : NULL, overflow,
						 (void *)(long)step->event);
	if (IS_ERR(event))
		return PTR_ERR(event);
	gt_events[step->event] = event;
	return 0;
}

/* --- the CPU goes on: branches, PMIs, VM-entry and VM-exit --- */

static void branch(char tag)
{
	u64 from = gt_address(tag, ++branches);

	gt_record(from, from + 16, tag);
}

/* KVM's steps around VM-entry, as far as DEBUGCTL goes; IRQs are off from the snapshot to the restore. */
static u64 host_debugctl;

static int kvm_step(const char *op, struct gt_task *vcpu)
{
	if (same(op, "kvm.snapshot")) {
		gt_irqs_off = 1;
		host_debugctl = gt_msr[MSR_IA32_DEBUGCTLMSR];
	} else if (same(op, "kvm.enter")) {
		gt_msr[MSR_IA32_DEBUGCTLMSR] = gt_kvm_debugctl(vcpu);
		vcpu->in_guest = true;
	} else if (same(op, "kvm.exit")) {
		gt_kvm_set_debugctl(vcpu, gt_msr[MSR_IA32_DEBUGCTLMSR]);
		gt_msr[MSR_IA32_DEBUGCTLMSR] = 0;
		vcpu->in_guest = false;
	} else if (same(op, "kvm.restore")) {
		if (host_debugctl) /* hardware has zeroed it already */
			gt_msr[MSR_IA32_DEBUGCTLMSR] = host_debugctl;
		gt_irqs_off = 0;
	} else {
		return -ENOSYS;
	}
	return 0;
}

/* An active event (all of them: -1) overflows, hardware freezes what it freezes, and the NMI runs perf's handler. */
static int pmi(int only)
{
	static struct pt_regs regs;
	int overflowed = 0;

	for (int i = 0; i < GT_EVENTS; i++) {
		struct perf_event *event = gt_events[i];

		if (!event || event->state != PERF_EVENT_STATE_ACTIVE || (only >= 0 && only != i))
			continue;
		gt_overflow(event->hw.idx);
		overflowed++;
	}
	if (!overflowed)
		return -ENOENT;
	preempt_count_add(NMI_OFFSET + HARDIRQ_OFFSET);
	gt_run_nmi(&regs);
	preempt_count_sub(NMI_OFFSET + HARDIRQ_OFFSET);
	return 0;
}

int gt_run_nmi(struct pt_regs *regs)
{
	unsigned char irqs_off = gt_irqs_off;

	gt_irqs_off = 1;
	in_pmi = true;
	int handled = pmi_action->handler(NMI_LOCAL, regs);
	in_pmi = false;
	gt_irqs_off = irqs_off;
	return handled;
}

/* --- the scheduler --- */

/* Between the two hooks the scheduler itself executes branches. */
static noinline void start_switch(struct task_struct *prev, struct task_struct *next)
{
	gt_irqs_off = 1;
	/* prepare_task_switch() */
	perf_event_task_sched_out(prev, next);
	if (gt_running()->guest)
		gt_kvm_sched_out(gt_running());
	branch('h');
	gt_set_current(next);
	barrier();
}

static noinline void finish_switch(struct task_struct *prev, struct task_struct *next)
{
	/* finish_task_switch(): the notifiers run with IRQs on again */
	perf_event_task_sched_in(prev, next);
	gt_irqs_off = 0;
	if (gt_running()->guest)
		gt_kvm_sched_in(gt_running());
}

static void run_timer(void)
{
	struct hrtimer *timer = gt_mux_timer();

	gt_irqs_off = 1;
	preempt_count_add(HARDIRQ_OFFSET);
	gt_timer_function(timer)(timer);
	preempt_count_sub(HARDIRQ_OFFSET);
	gt_irqs_off = 0;
}

/* --- steps --- */

static int event_step(const struct gt_step *step, const char **problem)
{
	struct perf_event **event = &gt_events[step->event];
	const char *op = step->op;

	if (same(op, "open"))
		return *event ? -EEXIST : open_event(step, problem);
	if (!*event)
		return -ENOENT;
	if (same(op, "close")) {
		perf_event_release_kernel(*event);
		*event = NULL;
	} else if (same(op, "enable")) {
		perf_event_enable(*event);
	} else {
		perf_event_disable(*event);
	}
	return 0;
}

static long vcpu_step(const char *op, const struct gt_step *step, const char **problem)
{
	struct gt_task *vcpu = step->task[0] ? gt_find_task(step->task) : gt_running();

	if (!vcpu || !vcpu->guest)
		return gt_kvm_step(step, problem);
	if (same(op, "guest.debugctl"))
		vcpu->in_guest ? gt_msr[MSR_IA32_DEBUGCTLMSR] = step->value : gt_kvm_set_debugctl(vcpu, step->value);
	else if (same(op, "guest.branch"))
		branch(vcpu->guest);
	else if (same(op, "guest.select"))
		gt_msr[MSR_LBR_SELECT] = step->value;
	else if (kvm_step(op, vcpu))
		return gt_kvm_step(step, problem);
	return 0;
}

static bool is_event_step(const char *op)
{
	return same(op, "open") || same(op, "close") || same(op, "enable") || same(op, "disable");
}

int gt_do(const struct gt_step *step, const char **problem)
{
	const char *op = step->op;
	long result = 0;

	for (int i = 0; i < GT_EVENTS; i++)
		gt_samples[i].taken = false;
	gt_lbr_writes = gt_debugctl_writes = gt_writes_irqs_on = 0;
	gt_value = 0;
	gt_seen[0] = 0;
	if (is_event_step(op)) {
		if (step->event < 0 || step->event >= GT_EVENTS)
			return *problem = "no such event", 0;
		result = event_step(step, problem);
	} else if (same(op, "switch")) {
		struct gt_task *next = gt_find_task(step->task);
		struct task_struct *prev = current;

		if (!next)
			return *problem = "no such task", 0;
		if (next->task != prev) {
			start_switch(prev, next->task);
			finish_switch(prev, next->task);
		}
	} else if (same(op, "rotate")) {
		run_timer();
	} else if (same(op, "branch")) {
		branch(same(step->by, "kernel") ? 'h' : gt_running()->tag);
	} else if (same(op, "pmi")) {
		result = pmi(step->event);
	} else {
		result = vcpu_step(op, step, problem);
	}
	gt_run_deferred();
	return result;
}
