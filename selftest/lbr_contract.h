/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Run the scenarios of the KVM-perf LBR contract: tables of what the guest, the
 * VMM and perf do, each step with the outcome that the contract asks for and
 * the ID of the rule that asks for it.
 */
#ifndef SELFTEST_KVM_LBR_CONTRACT_H
#define SELFTEST_KVM_LBR_CONTRACT_H

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>
#include <sys/syscall.h>
#include <linux/perf_event.h>

#include "kvm_util.h"
#include "processor.h"
#include "test_util.h"
/* Up to Linux 6.7 test_util.h has an ASSERT_EQ() of its own. */
#undef ASSERT_EQ
#include "kselftest_harness.h"

#define LBR_FMT_MASK			0x3full

/* Which bits of a read count. Of PERF_CAPABILITIES, LBR_FMT and FW_WRITES. */
#define ALL_BITS			(-1ull)
#define KNOWN_CAPS			(LBR_FMT_MASK | (1ull << 13))

#define LBR_FEATURE_BUS_LOCK_DETECT	KVM_X86_CPU_FEATURE(0x7, 0, ECX, 24)

enum lbr_op {
	LBR_VMM_SET_CPUID,
	LBR_VMM_SET_MSR,
	LBR_VMM_GET_MSR,
	LBR_VMM_LIST_MSR,
	LBR_VMM_RUN,
	LBR_VMM_DISABLE_PMU,
	LBR_GUEST_WRMSR,
	LBR_GUEST_RDMSR,
	LBR_GUEST_DB,
	LBR_HOST_OPEN_EVENT,
	LBR_HOST_CLOSE_EVENT,
	LBR_HOST_FREEZE_IN_SMM,
};

enum lbr_result {
	LBR_OK,
	LBR_GP,
	LBR_REFUSED,
};

/* The four classes in which perf schedules events, the strongest first. */
enum lbr_priority {
	LBR_CPU_PINNED,
	LBR_TASK_PINNED,
	LBR_CPU_FLEXIBLE,
	LBR_TASK_FLEXIBLE,
};

struct lbr_cpuid {
	bool pdcm;
	bool rtm;
	bool bus_lock;
	uint8_t pmu_version;
	/* Guest model minus host model; 0 is the host's own. */
	int model_delta;
};

struct lbr_step {
	enum lbr_op op;
	uint32_t msr;
	/* What is written, or what a read has to return if @check is set. */
	uint64_t value;
	bool check;
	/* Bits of a read that count. */
	uint64_t mask;
	enum lbr_priority priority;
	struct lbr_cpuid cpuid;
	enum lbr_result expect;
	const char *rule;
};

/*
 * How steps are written down: what happens, the outcome that the contract asks
 * for, and the rule that asks for it.
 */
#define VMM_SET_CPUID(_expect, _rule, ...) \
	{ .op = LBR_VMM_SET_CPUID, .cpuid = { __VA_ARGS__ }, \
	  .expect = LBR_##_expect, .rule = _rule }
#define VMM_SET_MSR(_msr, _value, _expect, _rule) \
	{ .op = LBR_VMM_SET_MSR, .msr = _msr, .value = _value, \
	  .expect = LBR_##_expect, .rule = _rule }
#define VMM_GET_MSR(_msr, _expect, _rule) \
	{ .op = LBR_VMM_GET_MSR, .msr = _msr, .expect = LBR_##_expect, .rule = _rule }
#define VMM_READS(_msr, _value, _mask, _rule) \
	{ .op = LBR_VMM_GET_MSR, .msr = _msr, .value = _value, .check = true, \
	  .mask = _mask, .expect = LBR_OK, .rule = _rule }
#define VMM_LISTS(_msr, _value, _rule) \
	{ .op = LBR_VMM_LIST_MSR, .msr = _msr, .value = _value, .check = true, \
	  .mask = ALL_BITS, .expect = LBR_OK, .rule = _rule }
#define VMM_RUN(_expect, _rule) \
	{ .op = LBR_VMM_RUN, .expect = LBR_##_expect, .rule = _rule }
#define VMM_DISABLE_PMU(_expect, _rule) \
	{ .op = LBR_VMM_DISABLE_PMU, .expect = LBR_##_expect, .rule = _rule }
#define GUEST_WRMSR(_msr, _value, _expect, _rule) \
	{ .op = LBR_GUEST_WRMSR, .msr = _msr, .value = _value, \
	  .expect = LBR_##_expect, .rule = _rule }
#define GUEST_RDMSR(_msr, _expect, _rule) \
	{ .op = LBR_GUEST_RDMSR, .msr = _msr, .expect = LBR_##_expect, .rule = _rule }
#define GUEST_READS(_msr, _value, _mask, _rule) \
	{ .op = LBR_GUEST_RDMSR, .msr = _msr, .value = _value, .check = true, \
	  .mask = _mask, .expect = LBR_OK, .rule = _rule }
#define GUEST_DB(_expect, _rule) \
	{ .op = LBR_GUEST_DB, .expect = LBR_##_expect, .rule = _rule }
#define HOST_OPEN_EVENT(_priority, _expect, _rule) \
	{ .op = LBR_HOST_OPEN_EVENT, .priority = LBR_##_priority, \
	  .expect = LBR_##_expect, .rule = _rule }
#define HOST_CLOSE_EVENT(_expect, _rule) \
	{ .op = LBR_HOST_CLOSE_EVENT, .expect = LBR_##_expect, .rule = _rule }
#define HOST_FREEZE_IN_SMM(_on, _expect, _rule) \
	{ .op = LBR_HOST_FREEZE_IN_SMM, .value = _on, .expect = LBR_##_expect, \
	  .rule = _rule }

struct lbr_scenario {
	const char *name;
	/* The rule that the scenario is about. */
	const char *rule;
	/* LBR_FMT of the host that the values were written for; 0 is no LBR. */
	uint8_t lbr_fmt;
	/* Record MSRs are named by index: only a host of this format will do. */
	bool exact_fmt;
	bool needs_rtm;
	bool needs_bus_lock;
	/* The host opens LBR events of its own. */
	bool needs_perf;
	/* The host sets FREEZE_IN_SMM. */
	bool needs_freeze_in_smm;
	const struct lbr_step *steps;
	int nr_steps;
};

/* What the guest does next, and what came of it. */
static struct {
	bool write;
	bool int1;
	uint32_t msr;
	uint64_t value;
	uint8_t vector;
} lbr_access;

static void lbr_db_handler(struct ex_regs *regs)
{
}

static void lbr_guest_code(void)
{
	for (;;) {
		if (lbr_access.int1)
			asm volatile(".byte 0xf1");
		else if (!lbr_access.msr)
			;
		else if (lbr_access.write)
			lbr_access.vector = wrmsr_safe(lbr_access.msr,
						       lbr_access.value);
		else
			lbr_access.vector = rdmsr_safe(lbr_access.msr,
						       &lbr_access.value);
		GUEST_SYNC(0);
	}
}

struct lbr_run {
	const struct lbr_scenario *scenario;
	uint8_t host_fmt;
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	int event;
};

/*
 * Carry a PERF_CAPABILITIES value over to the LBR format of this host: "the
 * host's format" stays the host's format, "another format" stays another one.
 */
static inline uint64_t lbr_translate(struct lbr_run *run, uint32_t msr, uint64_t value)
{
	uint64_t fmt = value & LBR_FMT_MASK;

	if (msr != MSR_IA32_PERF_CAPABILITIES || !fmt)
		return value;

	fmt ^= run->scenario->lbr_fmt ^ run->host_fmt;
	if (!fmt)
		fmt = run->host_fmt ^ LBR_FMT_MASK;

	return (value & ~LBR_FMT_MASK) | fmt;
}

static inline int lbr_set_cpuid(struct lbr_run *run, const struct lbr_cpuid *cpuid)
{
	struct kvm_cpuid_entry2 *leaf;
	struct kvm_vcpu *vcpu = run->vcpu;
	uint32_t model;

	/* The supported CPUID as a base; the ioctl below is what is judged. */
	vcpu_init_cpuid(vcpu, kvm_get_supported_cpuid());

	leaf = vcpu_get_cpuid_entry(vcpu, 0x1);
	model = ((leaf->eax >> 4) & 0xf) | ((leaf->eax >> 12) & 0xf0);
	model = (model + cpuid->model_delta) & 0xff;
	leaf->eax &= ~0xf00f0u;
	leaf->eax |= (model & 0xf) << 4 | (model & 0xf0) << 12;
	if (!cpuid->pdcm)
		leaf->ecx &= ~(1u << 15);

	leaf = vcpu_get_cpuid_entry(vcpu, 0x7);
	if (!cpuid->rtm)
		leaf->ebx &= ~(1u << 11);
	if (!cpuid->bus_lock)
		leaf->ecx &= ~(1u << 24);

	leaf = vcpu_get_cpuid_entry(vcpu, 0xa);
	leaf->eax = (leaf->eax & ~0xffu) | cpuid->pmu_version;

	return __vcpu_set_cpuid(vcpu);
}

static inline int lbr_open_event(enum lbr_priority priority)
{
	bool task = priority == LBR_TASK_PINNED || priority == LBR_TASK_FLEXIBLE;
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_CPU_CYCLES,
		.sample_period = 1000000,
		.sample_type = PERF_SAMPLE_BRANCH_STACK,
		.branch_sample_type = PERF_SAMPLE_BRANCH_ANY |
				      PERF_SAMPLE_BRANCH_USER |
				      PERF_SAMPLE_BRANCH_KERNEL,
		.pinned = priority == LBR_CPU_PINNED || priority == LBR_TASK_PINNED,
	};

	return syscall(__NR_perf_event_open, &attr, task ? 0 : -1,
		       task ? -1 : sched_getcpu(), -1, 0);
}

#define LBR_FREEZE_ON_SMI	"/sys/devices/cpu/freeze_on_smi"

/* Set DEBUGCTL.FREEZE_IN_SMM of the host; false where that cannot be done. */
static inline bool lbr_freeze_on_smi(bool on)
{
	int fd = open(LBR_FREEZE_ON_SMI, O_WRONLY);
	bool written;

	if (fd < 0)
		return false;

	written = write(fd, on ? "1" : "0", 1) == 1;
	close(fd);
	return written;
}

/* A test that fails exits; the host is not to stay changed. */
static inline void lbr_unfreeze_on_smi(void)
{
	lbr_freeze_on_smi(false);
}

static inline void lbr_run_vcpu(struct lbr_run *run)
{
	struct ucall uc;

	vcpu_run(run->vcpu);
	TEST_ASSERT(get_ucall(run->vcpu, &uc) == UCALL_SYNC,
		    "%s: the guest did not come back, ucall %lu, exit reason %s",
		    run->scenario->name, uc.cmd,
		    exit_reason_str(run->vcpu->run->exit_reason));
}

static inline enum lbr_result lbr_guest_access(struct lbr_run *run, bool write,
					       uint32_t msr, uint64_t *value)
{
	memset(&lbr_access, 0, sizeof(lbr_access));
	lbr_access.write = write;
	lbr_access.msr = msr;
	lbr_access.value = *value;
	sync_global_to_guest(run->vm, lbr_access);
	lbr_run_vcpu(run);
	sync_global_from_guest(run->vm, lbr_access);
	*value = lbr_access.value;

	TEST_ASSERT(!lbr_access.vector || lbr_access.vector == GP_VECTOR,
		    "%s: vector %u at MSR 0x%x", run->scenario->name,
		    lbr_access.vector, msr);
	return lbr_access.vector ? LBR_GP : LBR_OK;
}

/* KVM_GET_MSRS that may fail, unlike vcpu_get_msr(). */
static inline int lbr_get_msr(struct kvm_vcpu *vcpu, uint32_t msr, uint64_t *value)
{
	struct {
		struct kvm_msrs header;
		struct kvm_msr_entry entry;
	} buffer = {};
	int r;

	buffer.header.nmsrs = 1;
	buffer.entry.index = msr;
	r = __vcpu_ioctl(vcpu, KVM_GET_MSRS, &buffer.header);
	*value = buffer.entry.data;
	return r;
}

static inline enum lbr_result lbr_do(struct lbr_run *run, const struct lbr_step *step,
				     uint64_t *value)
{
	switch (step->op) {
	case LBR_VMM_SET_CPUID:
		return lbr_set_cpuid(run, &step->cpuid) ? LBR_REFUSED : LBR_OK;
	case LBR_VMM_SET_MSR:
		return _vcpu_set_msr(run->vcpu, step->msr, *value) == 1 ?
			LBR_OK : LBR_REFUSED;
	case LBR_VMM_GET_MSR:
		return lbr_get_msr(run->vcpu, step->msr, value) == 1 ?
			LBR_OK : LBR_REFUSED;
	case LBR_VMM_LIST_MSR:
		*value = kvm_msr_is_in_save_restore_list(step->msr);
		return LBR_OK;
	case LBR_VMM_RUN:
	case LBR_GUEST_DB:
		memset(&lbr_access, 0, sizeof(lbr_access));
		lbr_access.int1 = step->op == LBR_GUEST_DB;
		sync_global_to_guest(run->vm, lbr_access);
		lbr_run_vcpu(run);
		return LBR_OK;
	case LBR_VMM_DISABLE_PMU:
		return __vm_enable_cap(run->vm, KVM_CAP_PMU_CAPABILITY,
				       KVM_PMU_CAP_DISABLE) ? LBR_REFUSED : LBR_OK;
	case LBR_GUEST_WRMSR:
		return lbr_guest_access(run, true, step->msr, value);
	case LBR_GUEST_RDMSR:
		return lbr_guest_access(run, false, step->msr, value);
	case LBR_HOST_OPEN_EVENT:
		run->event = lbr_open_event(step->priority);
		return run->event < 0 ? LBR_REFUSED : LBR_OK;
	case LBR_HOST_CLOSE_EVENT:
		return close(run->event) ? LBR_REFUSED : LBR_OK;
	case LBR_HOST_FREEZE_IN_SMM:
		return lbr_freeze_on_smi(step->value) ? LBR_OK : LBR_REFUSED;
	}

	return LBR_REFUSED;
}

static inline void lbr_check(struct lbr_run *run, int index)
{
	static const char * const names[] = { "ok", "#GP", "refused" };
	const struct lbr_step *step = &run->scenario->steps[index];
	uint64_t want = lbr_translate(run, step->msr, step->value);
	uint64_t value = want;
	enum lbr_result result = lbr_do(run, step, &value);

	TEST_ASSERT(result == step->expect,
		    "%s: %s, step %d (%s), MSR 0x%x: %s, expected %s",
		    run->scenario->rule, run->scenario->name, index + 1,
		    step->rule, step->msr, names[result], names[step->expect]);
	TEST_ASSERT(!step->check || !((value ^ want) & step->mask),
		    "%s: %s, step %d (%s), MSR 0x%x: read 0x%lx, expected 0x%lx",
		    run->scenario->rule, run->scenario->name, index + 1,
		    step->rule, step->msr, value, want);
}

/* Why this host cannot run the scenario, or NULL. */
static inline const char *lbr_unsuitable(const struct lbr_scenario *scenario,
					 uint8_t host_fmt)
{
	int event;

	if (!!scenario->lbr_fmt != !!host_fmt)
		return scenario->lbr_fmt ? "KVM offers no LBR" : "KVM offers LBR";
	if (scenario->exact_fmt && scenario->lbr_fmt != host_fmt)
		return "the host has another LBR format";
	if (scenario->needs_rtm && !kvm_cpu_has(X86_FEATURE_RTM))
		return "no RTM";
	if (scenario->needs_bus_lock && !kvm_cpu_has(LBR_FEATURE_BUS_LOCK_DETECT))
		return "no bus-lock detection";
	if (scenario->needs_perf) {
		event = lbr_open_event(LBR_CPU_PINNED);
		if (event < 0)
			return "cannot open an LBR event on this CPU";
		close(event);
	}
	if (scenario->needs_freeze_in_smm) {
		if (!lbr_freeze_on_smi(false))
			return "cannot write " LBR_FREEZE_ON_SMI;
		atexit(lbr_unfreeze_on_smi);
	}

	return NULL;
}

/* With kvm.ignore_msrs nothing faults, and there is nothing to see. */
static inline bool lbr_ignores_msrs(void)
{
	FILE *file = fopen("/sys/module/kvm/parameters/ignore_msrs", "r");
	char value = 'N';

	if (file) {
		value = fgetc(file);
		fclose(file);
	}

	return value == 'Y';
}

static inline void lbr_pin_to_cpu(void)
{
	int cpu = sched_getcpu();
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	TEST_ASSERT(!sched_setaffinity(0, sizeof(set), &set),
		    "cannot stay on CPU %d, errno %d", cpu, errno);
}

/* Since the test harness came, every VM has its exception tables from birth. */
static inline void lbr_init_exceptions(struct kvm_vm *vm, struct kvm_vcpu *vcpu)
{
#if !__has_include("kvm_test_harness.h")
	vm_init_descriptor_tables(vm);
	vcpu_init_descriptor_tables(vcpu);
#endif
	vm_install_exception_handler(vm, DB_VECTOR, lbr_db_handler);
}

/* Run one scenario in a VM of its own; return false if it was skipped. */
static inline bool lbr_run_scenario(const struct lbr_scenario *scenario)
{
	struct lbr_run run = { .scenario = scenario, .event = -1 };
	const char *reason;
	int i;

	run.host_fmt = kvm_get_feature_msr(MSR_IA32_PERF_CAPABILITIES) & LBR_FMT_MASK;
	reason = lbr_unsuitable(scenario, run.host_fmt);
	if (reason) {
		pr_info("# SKIP %s: %s\n", scenario->name, reason);
		return false;
	}

	/* KVM_CAP_PMU_CAPABILITY has to come before the first vCPU. */
	run.vm = vm_create(1);
	i = 0;
	while (i < scenario->nr_steps && scenario->steps[i].op == LBR_VMM_DISABLE_PMU)
		lbr_check(&run, i++);

	run.vcpu = vm_vcpu_add(run.vm, 0, lbr_guest_code);
	lbr_init_exceptions(run.vm, run.vcpu);

	/* Scenarios begin with a vCPU that has no CPUID yet. */
	run.vcpu->cpuid->nent = 0;
	TEST_ASSERT(!__vcpu_ioctl(run.vcpu, KVM_SET_CPUID2, run.vcpu->cpuid),
		    "%s: cannot clear CPUID", scenario->name);

	for (; i < scenario->nr_steps; i++)
		lbr_check(&run, i);

	kvm_vm_free(run.vm);
	return true;
}

/* Run the scenarios of one rule; return how many fit this host. */
static inline int lbr_run_scenarios(const struct lbr_scenario *scenarios, int nr)
{
	int i, nr_run = 0;

	for (i = 0; i < nr; i++)
		nr_run += lbr_run_scenario(&scenarios[i]);

	return nr_run;
}

/* The test of one rule: all of its scenarios. */
#define LBR_TEST(_rule, _scenarios) \
TEST(_rule) \
{ \
	if (!lbr_run_scenarios(_scenarios, ARRAY_SIZE(_scenarios))) \
		SKIP(return, "No scenario fits this host"); \
}

#endif /* SELFTEST_KVM_LBR_CONTRACT_H */
