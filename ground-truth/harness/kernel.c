/* What the versions of the kernel name or place differently, and the data that other kernel files would define. */
#include "kernel.h"
#include <linux/static_call.h>
#include <linux/task_work.h>
#include <linux/irq_work.h>
#include <asm/apic.h>

/* --- this CPU --- */

struct cpuinfo_x86 boot_cpu_data;
#if SINCE(6, 12)
DEFINE_PER_CPU(struct cpuinfo_x86, cpu_info);
#endif
DEFINE_PER_CPU_SHARED_ALIGNED(irq_cpustat_t, irq_stat);
struct cpumask __cpu_online_mask = { .bits = { 1 } };
const unsigned long cpu_bit_bitmap[BITS_PER_LONG + 1][BITS_TO_LONGS(NR_CPUS)] = { [1] = { 1 } };
__u64 __sched_clock_offset;
unsigned long phys_base;
struct task_struct init_task;
struct pid_namespace init_pid_ns;
struct pid_namespace *task_active_pid_ns(struct task_struct *task) { return &init_pid_ns; }
pid_t __task_pid_nr_ns(struct task_struct *task, enum pid_type type, struct pid_namespace *ns) { return task->pid; }
int task_curr(const struct task_struct *task) { return task == current; }

#if SINCE(6, 2) && !SINCE(6, 15)
DEFINE_PER_CPU_ALIGNED(struct pcpu_hot, pcpu_hot);
void gt_set_current(struct task_struct *task) { pcpu_hot.current_task = task; }
#else
#if SINCE(6, 15)
DEFINE_PER_CPU_CACHE_HOT(struct task_struct *, current_task);
DEFINE_PER_CPU_CACHE_HOT(unsigned long, __preempt_count);
#else
DEFINE_PER_CPU(struct task_struct *, current_task);
DEFINE_PER_CPU(int, __preempt_count);
#endif
void gt_set_current(struct task_struct *task) { current_task = task; }
#endif

/* --- the local APIC: nothing listens --- */

static void apic_register_write(u32 reg, u32 value) { }
#if SINCE(6, 6)
DEFINE_STATIC_CALL(apic_call_write, apic_register_write);
#else
static struct apic no_apic = { .write = apic_register_write };
struct apic *apic = &no_apic;
#endif

/* --- a static call is a jump, and changing it is writing the jump: main.c has made the text writable --- */

void __static_call_update(struct static_call_key *key, void *trampoline, void *function)
{
	u8 *text = trampoline;

	key->func = function;
	text[0] = function ? 0xe9 : 0xc3;
	if (function)
		*(s32 *)(text + 1) = (long)function - ((long)text + 5);
}
long __static_call_return0(void) { return 0; }

/* --- what perf asks to be called back for later: the driver does it at the end of the step --- */

static struct irq_work *irq_works[16];
static struct callback_head *task_works[16];
static int nirq_works, ntask_works;

bool irq_work_queue(struct irq_work *work)
{
	for (int i = 0; i < nirq_works; i++)
		if (irq_works[i] == work)
			return false;
	irq_works[nirq_works++] = work;
	return true;
}

void irq_work_sync(struct irq_work *work) { }

int task_work_add(struct task_struct *task, struct callback_head *work, enum task_work_notify_mode mode)
{
	task_works[ntask_works++] = work;
	return 0;
}

void gt_run_deferred(void)
{
	gt_run_rcu_callbacks();
	if (gt_irqs_off) /* the self-IPI of an irq_work waits */
		return;
	gt_irqs_off = 1;
	while (nirq_works) {
		struct irq_work *work = irq_works[--nirq_works];

		work->func(work);
	}
	gt_irqs_off = 0;
	while (ntask_works) {
		struct callback_head *work = task_works[--ntask_works];

		work->func(work);
	}
}

/* --- multiplexing --- */

#if SINCE(6, 16)
void hrtimer_setup(struct hrtimer *timer, enum hrtimer_restart (*function)(struct hrtimer *), clockid_t clock,
		   enum hrtimer_mode mode)
{
	ACCESS_PRIVATE(timer, function) = function;
}
#else
static ktime_t now(void) { return gt_clock; }
static struct hrtimer_clock_base clock = { .get_time = now };
void hrtimer_init(struct hrtimer *timer, clockid_t which, enum hrtimer_mode mode) { timer->base = &clock; }
#endif

enum hrtimer_restart (*gt_timer_function(struct hrtimer *timer))(struct hrtimer *)
{
#if SINCE(6, 16)
	return ACCESS_PRIVATE(timer, function);
#else
	return timer->function;
#endif
}

struct hrtimer *gt_mux_timer(void)
{
	struct pmu *pmu = x86_get_pmu(0);

#if SINCE(6, 15)
	return &(*this_cpu_ptr(pmu->cpu_pmu_context))->hrtimer;
#elif SINCE(6, 2)
	return &this_cpu_ptr(pmu->cpu_pmu_context)->hrtimer;
#else
	return &this_cpu_ptr(pmu->pmu_cpu_context)->hrtimer;
#endif
}

/* --- the LBR image of a task --- */

struct x86_perf_task_context *gt_image(struct task_struct *task)
{
#if SINCE(6, 15)
	return task->perf_ctx_data ? task->perf_ctx_data->data : NULL;
#elif SINCE(6, 2)
	struct perf_event_pmu_context *epc;

	if (!task->perf_event_ctxp)
		return NULL;
	list_for_each_entry(epc, &task->perf_event_ctxp->pmu_ctx_list, pmu_ctx_entry)
		if (epc->pmu->task_ctx_cache)
			return epc->task_ctx_data;
	return NULL;
#else
	struct perf_event_context *ctx = task->perf_event_ctxp[perf_hw_context];

	return ctx ? ctx->task_ctx_data : NULL;
#endif
}
