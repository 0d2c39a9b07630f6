/*
 * What the rest of the kernel would provide, without logic of its own: one CPU, memory that is never used twice,
 * locks that are always free, callbacks that run when the step ends. No kernel headers: the same file serves every
 * version, and a function that a version doesn't ask for is dropped by the linker.
 */
#include "stubs.h"

typedef unsigned long size_t;

/* --- memory: an arena that a new scenario starts from the beginning --- */

static char *arena_next, *arena_end;

void gt_arena(void *start, size_t size)
{
	arena_next = start;
	arena_end = arena_next + size;
}

void *gt_arena_next(void)
{
	return arena_next;
}

void *gt_alloc(size_t size)
{
	char *memory = (char *)(((size_t)arena_next + 63) & ~63ul);

	if (memory + size > arena_end)
		gt_die("out of memory after", size);
	arena_next = memory + size;
	return memory; /* zeroed: the arena is when a scenario starts */
}

struct cache {
	size_t size;
};

static struct cache *cache_create(size_t size)
{
	struct cache *cache = gt_alloc(sizeof(*cache));

	cache->size = size;
	return cache;
}

void *kmalloc_caches[1024];
void *kmem_cache_create(const char *name, unsigned size) { return cache_create(size); }
void *__kmem_cache_create_args(const char *name, unsigned size) { return cache_create(size); }
void *kmem_cache_alloc(struct cache *cache) { return gt_alloc(cache->size); }
void *kmem_cache_alloc_noprof(struct cache *cache) { return gt_alloc(cache->size); }
void *kmem_cache_alloc_node(struct cache *cache) { return gt_alloc(cache->size); }
void *kmem_cache_alloc_node_noprof(struct cache *cache) { return gt_alloc(cache->size); }
void *kmem_cache_alloc_lru(struct cache *cache) { return gt_alloc(cache->size); }
void *kmem_cache_alloc_lru_noprof(struct cache *cache) { return gt_alloc(cache->size); }
void *__kmalloc(size_t size) { return gt_alloc(size); }
void *__kmalloc_noprof(size_t size) { return gt_alloc(size); }
void *__kmalloc_node(size_t size) { return gt_alloc(size); }
void *__kmalloc_node_noprof(size_t size) { return gt_alloc(size); }
void *__kmalloc_large_noprof(size_t size) { return gt_alloc(size); }
void *kmalloc_trace(void *cache, unsigned flags, size_t size) { return gt_alloc(size); }
void *kmalloc_node_trace(void *cache, unsigned flags, int node, size_t size) { return gt_alloc(size); }
void *__kmalloc_cache_noprof(void *cache, unsigned flags, size_t size) { return gt_alloc(size); }
void *__kmalloc_cache_node_noprof(void *cache, unsigned flags, int node, size_t size) { return gt_alloc(size); }
void *__alloc_percpu(size_t size) { return gt_alloc(size); }
void *pcpu_alloc_noprof(size_t size) { return gt_alloc(size); }
void kfree(void *memory) { }
void kvfree(void *memory) { }
void kmem_cache_free(void *cache, void *memory) { }
void free_percpu(void *memory) { }
void kvfree_call_rcu(void *head, void *memory) { }

char *kstrdup(const char *text)
{
	size_t length = strlen(text) + 1;

	return memcpy(gt_alloc(length), text, length);
}

/* --- locks --- */

void mutex_lock(void *lock) { }
void mutex_unlock(void *lock) { }
void __mutex_init(void *lock) { }
void mutex_init_generic(void *lock) { }
void down_read(void *lock) { }
void up_read(void *lock) { }
void down_write(void *lock) { }
void up_write(void *lock) { }
void percpu_down_write(void *lock) { }
void percpu_up_write(void *lock) { }
int down_read_interruptible(void *lock) { return 0; }
void __init_waitqueue_head(void *head) { }
void __wake_up(void *head) { }
void wake_up_var(void *variable) { }
static char wait_queue[64];
void *__var_waitqueue(void *variable) { return wait_queue; }
void kill_fasync(void *queue, int signal, int band) { }
int __cond_resched(void) { return 0; }
void preempt_schedule_thunk(void) { }
void preempt_schedule_notrace_thunk(void) { }
void __local_bh_enable_ip(void) { }

/* The lock is free, so what is left of these is the counter. */
int atomic_dec_and_mutex_lock(int *counter) { return --*counter == 0; }
int refcount_dec_and_mutex_lock(int *counter) { return --*counter == 0; }
int _atomic_dec_and_raw_lock_irqsave(int *counter, void *lock, unsigned long *flags) { return --*counter == 0; }
int refcount_dec_not_one(int *counter)
{
	if (*counter == 1)
		return 0;
	--*counter;
	return 1;
}
void refcount_warn_saturate(void *counter, int type) { gt_die("reference counter out of range", type); }

/* --- RCU: nobody else runs, so a grace period is over when the step ends --- */

struct rcu_callback {
	struct rcu_callback *next;
	void (*function)(struct rcu_callback *);
};
static struct rcu_callback *rcu_callbacks;

void call_rcu(struct rcu_callback *callback, void (*function)(struct rcu_callback *))
{
	callback->function = function;
	callback->next = rcu_callbacks;
	rcu_callbacks = callback;
}
void synchronize_rcu(void) { }
void __srcu_read_unlock(void *domain, int index) { }
int __srcu_read_lock(void *domain) { return 0; }
void synchronize_srcu(void *domain) { }
int init_srcu_struct(void *domain) { return 0; }
int init_srcu_struct_generic(void *domain) { return 0; }
unsigned long get_state_synchronize_rcu(void) { return 0; }

void gt_run_rcu_callbacks(void)
{
	while (rcu_callbacks) {
		struct rcu_callback *callback = rcu_callbacks;

		rcu_callbacks = callback->next;
		callback->function(callback);
	}
}

/* --- time: a counter --- */

unsigned long long sched_clock(void) { return gt_clock += 1000; }
unsigned long long sched_clock_cpu(void) { return gt_clock += 1000; }
unsigned long long local_clock(void) { return gt_clock += 1000; }
long long ktime_get_with_offset(int offset) { return gt_clock; }
int sched_clock_stable(void) { return 0; }
int using_native_sched_clock(void) { return 0; }
void cyc2ns_read_begin(unsigned *data) { data[0] = data[1] = data[2] = data[3] = 0; }
void cyc2ns_read_end(void) { }

/* Timers never fire by themselves; the driver calls the function of the one it wants. */
void hrtimer_start_range_ns(void *timer) { }
unsigned long long hrtimer_forward(void *timer) { return 1; }
unsigned long long hrtimer_forward_now(void *timer) { return 1; }
long long hrtimer_cb_get_time(void *timer) { return gt_clock; }
int hrtimer_cancel(void *timer) { return 0; }
int hrtimer_try_to_cancel(void *timer) { return 0; }
/* perf turns its scheduler hooks off a second after the last event is gone; a scenario is over by then. */
void *system_wq, *system_percpu_wq;
int queue_delayed_work_on(void) { return 1; }
void delayed_work_timer_fn(void *timer) { }

/* --- other CPUs: there are none, so a call to "the CPU where it runs" is a call --- */

int smp_call_function_single(int cpu, void (*function)(void *), void *info, int wait)
{
	unsigned char irqs_off = gt_irqs_off;

	gt_irqs_off = 1;
	function(info);
	gt_irqs_off = irqs_off;
	return 0;
}

int __cpuhp_setup_state(int state, const char *name, _Bool invoke, int (*startup)(unsigned), int (*teardown)(unsigned))
{
	unsigned char irqs_off = gt_irqs_off;

	gt_irqs_off = 1;
	int error = invoke && startup ? startup(0) : 0;
	gt_irqs_off = irqs_off;
	return error;
}

/* --- the local APIC and CR4 --- */

void cr4_update_pce(void *ignored) { }
_Bool reserve_perfctr_nmi(unsigned counter) { return 1; }
_Bool reserve_evntsel_nmi(unsigned counter) { return 1; }
void release_perfctr_nmi(unsigned counter) { }
void release_evntsel_nmi(unsigned counter) { }
unsigned gt_apic(void) { return 0; }

/* --- boot: what has no part in LBRs --- */

int register_reboot_notifier(void *block) { return 0; }
int init_hw_breakpoint(void) { return 0; }
void unwind_deferred_init(void *work, void *function) { }
int x86_cpu_has_min_microcode_rev(void *table) { return 1; }
int x86_match_min_microcode_rev(void *table) { return 1; }
int _printk(const char *format) { return 0; }
int snprintf(char *buffer, size_t size, const char *format) { if (size) *buffer = 0; return 0; }
int sprintf(char *buffer, const char *format) { *buffer = 0; return 0; }
int scnprintf(char *buffer, size_t size, const char *format) { if (size) *buffer = 0; return 0; }

/* --- the text that a branch came from: every address holds a near call, so that no software filter drops it --- */

size_t copy_from_user_nmi(void *to, const void *from, size_t size)
{
	static const unsigned char call[16] = { 0xe8, 0x10, 0, 0, 0, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90 };

	memcpy(to, call, size < 16 ? size : 16);
	return 0;
}
int kernel_text_address(unsigned long address) { return 1; }
