/*
 * KVM's half: VMs and vCPUs with what pmu_intel.c, pmu.c, cpuid.c, vmx.c and x86.c look at, and the calls that KVM_RUN,
 * VM-exits and ioctls make into them. The vCPU is not created by KVM_CREATE_VCPU and never runs: see README.md.
 */
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

/* Local to their files; build.sh makes them visible. */
extern struct kvm_pmu_ops intel_pmu_ops;
extern struct preempt_ops kvm_preempt_ops;
extern bool ignore_msrs;
extern void kvm_sched_in(struct preempt_notifier *notifier, int cpu);
extern void kvm_sched_out(struct preempt_notifier *notifier, struct task_struct *next);
extern void vmx_set_cpu_caps(void);
#if !SINCE(6, 3)
#define kvm_init_msr_lists kvm_init_msr_list
#endif
extern void kvm_init_msr_lists(void);
#if !SINCE(6, 12)
#define do_get_feature_msr do_get_msr_feature
#endif
extern int do_get_feature_msr(struct kvm_vcpu *vcpu, unsigned index, u64 *data);
extern int do_get_msr(struct kvm_vcpu *vcpu, unsigned index, u64 *data);
extern int do_set_msr(struct kvm_vcpu *vcpu, unsigned index, u64 *data);
#if SINCE(6, 12)
extern struct kvm_x86_ops vt_x86_ops;
#define vendor_ops vt_x86_ops
#else
extern struct kvm_x86_ops vmx_x86_ops;
#define vendor_ops vmx_x86_ops
#endif
#if SINCE(6, 16)
#define guest_get_msr kvm_emulate_msr_read
#define guest_set_msr kvm_emulate_msr_write
#elif SINCE(6, 12)
#define guest_get_msr kvm_get_msr_with_filter
#define guest_set_msr kvm_set_msr_with_filter
#else /* the ones with a filter are inlined */
#define guest_get_msr kvm_get_msr
#define guest_set_msr kvm_set_msr
#endif

static struct kvm vms[2];
static struct vcpu_vmx vcpus[4];
static struct gt_vmcs vmcs[4];
static u8 msr_bitmaps[4][PAGE_SIZE] __aligned(PAGE_SIZE);
static int nvcpus;
static bool in_kvm_run[4];

static int number_of(const struct gt_task *task)
{
	return task->vcpu - 1;
}

static struct kvm_vcpu *vcpu_of(const struct gt_task *task)
{
	return &vcpus[number_of(task)].vcpu;
}

static void make_current(struct kvm_vcpu *vcpu)
{
	gt_vmcs = &vmcs[to_vmx(vcpu) - vcpus];
}

/* --- in place of what touches hardware that the harness does not have --- */

static void load_vmcs(struct kvm_vcpu *vcpu, int cpu) { make_current(vcpu); }
static void put_vmcs(struct kvm_vcpu *vcpu) { }
static void after_set_cpuid(struct kvm_vcpu *vcpu) { }
static int get_cpl(struct kvm_vcpu *vcpu) { return 0; }

/* kvm_ops_update() of x86.c, which is inlined there. */
static void set_vendor_ops(void)
{
	memcpy(&kvm_x86_ops, &vendor_ops, sizeof(kvm_x86_ops));
#define KVM_X86_OP(func) static_call_update(kvm_x86_##func, kvm_x86_ops.func);
#define KVM_X86_OP_OPTIONAL KVM_X86_OP
#define KVM_X86_OP_OPTIONAL_RET0(func) \
	static_call_update(kvm_x86_##func, (void *)kvm_x86_ops.func ?: (void *)__static_call_return0);
#include <asm/kvm-x86-ops.h>
	static_call_update(kvm_x86_vcpu_load, load_vmcs);
	static_call_update(kvm_x86_vcpu_put, put_vmcs);
	static_call_update(kvm_x86_vcpu_after_set_cpuid, after_set_cpuid);
#if SINCE(6, 13)
	static_call_update(kvm_x86_get_cpl_no_cache, get_cpl);
#endif
	static_call_update(kvm_x86_get_cpl, get_cpl);
	kvm_pmu_ops_update(&intel_pmu_ops);
}

/* What the module does when it is loaded, as far as LBRs go. */
static void load_module(void)
{
#if SINCE(6, 3)
	kvm_init_pmu_capability(&intel_pmu_ops);
#else
	kvm_init_pmu_capability();
#endif
	vmx_set_cpu_caps();
	kvm_init_msr_lists();
}

/* --- VMs and vCPUs --- */

/* The lines of kvm_arch_vcpu_create() that have to do with the vPMU. */
static void create_vcpu(struct gt_task *task, struct kvm *kvm)
{
	struct vcpu_vmx *vmx = &vcpus[nvcpus];
	struct kvm_vcpu *vcpu = &vmx->vcpu;

	task->vcpu = nvcpus + 1;
	vcpu->kvm = kvm;
	vcpu->vcpu_id = nvcpus;
	vcpu->arch.last_vmentry_cpu = -1;
	vmx->vmcs01.msr_bitmap = (void *)msr_bitmaps[nvcpus];
	vmx->loaded_vmcs = &vmx->vmcs01;
	memset(msr_bitmaps[nvcpus++], 0xff, PAGE_SIZE);
#if SINCE(6, 14)
	if (kvm_check_has_quirk(kvm, KVM_X86_QUIRK_STUFF_FEATURE_MSRS))
#endif
		vcpu->arch.perf_capabilities = kvm_caps.supported_perf_cap;
	make_current(vcpu);
	kvm_pmu_init(vcpu);
}

struct gt_cpuid {
	bool pdcm, rtm, bus_lock;
	unsigned version, model;
};

static int set_cpuid(struct kvm_vcpu *vcpu, const struct gt_cpuid *cpuid)
{
	struct kvm_cpuid2 head = { .nent = cpuid->version ? 4 : 3 };
	struct kvm_cpuid_entry2 entries[] = {
		/* vendor */
		{ .function = 0, .eax = 0x1c, .ebx = 0x756e6547, .edx = 0x49656e69, .ecx = 0x6c65746e },
		/* family 6 */
		{ .function = 1, .eax = 6 << 8 | (cpuid->model & 0xf) << 4 | (cpuid->model >> 4) << 16, .ecx = cpuid->pdcm << 15 },
		{ .function = 7, .flags = KVM_CPUID_FLAG_SIGNIFCANT_INDEX, .ebx = cpuid->rtm << 11, .ecx = cpuid->bus_lock << 24 },
		{ .function = 0xa, .eax = cpuid->version | 4 << 8 | 48 << 16 | 7 << 24, .edx = 3 | 48 << 5 },
	};

	return kvm_vcpu_ioctl_set_cpuid2(vcpu, &head, (void *)entries);
}

static void boot_vms(void)
{
	load_module();
	for (int i = 0; i < ARRAY_SIZE(vms); i++)
		vms[i].arch.enable_pmu = enable_pmu;
}

void gt_kvm_boot(void)
{
	struct gt_cpuid same = { .pdcm = true, .version = 2, .model = gt_cpu->model };

	vmcs_config.cpu_based_exec_ctrl = CPU_BASED_USE_MSR_BITMAPS;
	set_vendor_ops();
	boot_vms();
	for (int i = 0; i < gt_ntasks; i++)
		if (gt_tasks[i].guest) {
			create_vcpu(&gt_tasks[i], &vms[gt_tasks[i].guest == 'B']);
			set_cpuid(vcpu_of(&gt_tasks[i]), &same);
		}
}

/* --- what the report asks --- */

struct perf_event *gt_kvm_vlbr(const struct gt_task *task)
{
	return vcpus[number_of(task)].lbr_desc.event;
}

gt_u64 gt_kvm_debugctl(const struct gt_task *task)
{
	return *gt_vmcs_field(&vmcs[number_of(task)], GUEST_IA32_DEBUGCTL);
}

void gt_kvm_set_debugctl(const struct gt_task *task, gt_u64 value)
{
	*gt_vmcs_field(&vmcs[number_of(task)], GUEST_IA32_DEBUGCTL) = value;
}

int gt_kvm_passthrough(const struct gt_task *task)
{
	return vcpus[number_of(task)].lbr_desc.msr_passthrough;
}

int gt_kvm_request(const struct gt_task *task)
{
	return kvm_test_request(KVM_REQ_PMU, vcpu_of(task));
}

/* --- the scheduler --- */

void gt_kvm_sched_out(struct gt_task *task)
{
	struct kvm_vcpu *vcpu = vcpu_of(task);

	if (in_kvm_run[number_of(task)])
		kvm_sched_out(&vcpu->preempt_notifier, NULL);
}

void gt_kvm_sched_in(struct gt_task *task)
{
	struct kvm_vcpu *vcpu = vcpu_of(task);

	if (in_kvm_run[number_of(task)])
		kvm_sched_in(&vcpu->preempt_notifier, 0);
}

/* --- steps --- */

static bool same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

static bool intercepted(struct kvm_vcpu *vcpu, u32 msr, bool write)
{
	return msr >= 0x2000 || test_bit(msr, (void *)to_vmx(vcpu)->vmcs01.msr_bitmap + (write ? 0x800 : 0));
}

/* VM-entry in the order of vmx_vcpu_run(), as far as LBRs go. IRQs are off. */
static void decide(struct kvm_vcpu *vcpu)
{
	if (intel_pmu_lbr_is_enabled(vcpu))
		vmx_passthrough_lbr_msrs(vcpu);
}

static void enter(struct kvm_vcpu *vcpu)
{
	gt_irqs_off = 1;
	vcpu->arch.last_vmentry_cpu = 0;
	decide(vcpu);
	gt_irqs_off = 0;
}

static long guest_access(struct kvm_vcpu *vcpu, const struct gt_step *step, bool write)
{
	u64 value = step->value;
	int fault;

	enter(vcpu);
	if (intercepted(vcpu, step->msr, write))
		fault = write ? guest_set_msr(vcpu, step->msr, value) : guest_get_msr(vcpu, step->msr, &value);
	else
		fault = write ? gt_hw_wrmsr(step->msr, value) : gt_hw_rdmsr(step->msr, &value);
	gt_value = fault || write ? 0 : value;
	return fault;
}

static long vmm_access(struct kvm_vcpu *vcpu, const struct gt_step *step, bool write)
{
	u64 value = step->value;
	int error = write ? do_set_msr(vcpu, step->msr, &value) : do_get_msr(vcpu, step->msr, &value);

	gt_value = error || write ? 0 : value;
	return error;
}

/* All FROM registers: whose records does the reader see? Stops at the first error. */
static long read_records(struct kvm_vcpu *vcpu, int (*read)(struct kvm_vcpu *vcpu, u32 index, u64 *data))
{
	for (unsigned i = 0; i < gt_cpu->lbr_entries; i++) {
		u64 from = 0;
		int error = read(vcpu, gt_cpu->lbr_from + i, &from);

		if (error)
			return error;
		gt_seen[i] = gt_tag(from);
		gt_seen[i + 1] = 0;
	}
	return 0;
}

static int read_as_vmm(struct kvm_vcpu *vcpu, u32 index, u64 *data)
{
	return do_get_msr(vcpu, index, data);
}

/* RDMSR in guest mode, where a VM-exit would be another step. */
static int read_in_guest(struct kvm_vcpu *vcpu, u32 index, u64 *data)
{
	return intercepted(vcpu, index, false) ? -EPERM : gt_hw_rdmsr(index, data);
}

/* The host as KVM finds it when the module is loaded; no vCPU has been touched. */
static void set_host(const struct gt_step *step)
{
	unsigned flags = step->value;

#define host_cap(bit, cap) \
	((flags & 1u << (bit)) ? set_cpu_cap(&boot_cpu_data, cap) : clear_bit(cap, (void *)boot_cpu_data.x86_capability))
	host_cap(0, X86_FEATURE_PDCM);
	host_cap(1, X86_FEATURE_RTM);
	host_cap(2, X86_FEATURE_BUS_LOCK_DETECT);
	host_cap(3, X86_FEATURE_HYBRID_CPU);
	enable_pmu = !!(flags & 1u << 4);
	ignore_msrs = !!(flags & 1u << 5);
	boot_vms();
	for (int i = 0; i < gt_ntasks; i++)
		if (gt_tasks[i].guest) {
			struct vcpu_vmx *vmx = &vcpus[number_of(&gt_tasks[i])];

			memset(vmx, 0, sizeof(*vmx));
		}
	nvcpus = 0;
	for (int i = 0; i < gt_ntasks; i++)
		if (gt_tasks[i].guest)
			create_vcpu(&gt_tasks[i], &vms[gt_tasks[i].guest == 'B']);
}

/* KVM_GET_MSR_INDEX_LIST: is it in there? */
static long is_listed(u32 msr)
{
	static struct {
		struct kvm_msr_list head;
		u32 indices[1024];
	} list;
	long error;

	list.head.nmsrs = ARRAY_SIZE(list.indices);
	error = kvm_arch_dev_ioctl(NULL, KVM_GET_MSR_INDEX_LIST, (unsigned long)&list);
	for (int i = 0; !error && i < list.head.nmsrs; i++)
		if (list.indices[i] == msr)
			gt_value = 1;
	return error;
}

/* The guest takes a branch: VM-entry loads DEBUGCTL, VM-exit saves it. */
static void guest_branch(struct kvm_vcpu *vcpu, struct gt_task *task, u64 from, u64 to)
{
	u64 host = gt_msr[MSR_IA32_DEBUGCTLMSR];

	enter(vcpu);
	gt_msr[MSR_IA32_DEBUGCTLMSR] = gt_kvm_debugctl(task);
	gt_record(from, to, task->guest);
	gt_kvm_set_debugctl(task, gt_msr[MSR_IA32_DEBUGCTLMSR]);
	gt_msr[MSR_IA32_DEBUGCTLMSR] = host;
}

/* The host takes so many branches that every record is its own; where it does not record now, nothing happens. */
static void fill_with_host_records(u64 from)
{
	if (!(gt_msr[MSR_IA32_DEBUGCTLMSR] & DEBUGCTLMSR_LBR))
		return;
	for (unsigned i = 0; i < gt_cpu->lbr_entries; i++) {
		gt_msr[gt_cpu->lbr_from + i] = from + i * 0x20;
		gt_msr[gt_cpu->lbr_to + i] = from + i * 0x20 + 0x10;
		if (gt_cpu->lbr_info)
			gt_msr[gt_cpu->lbr_info + i] = 1;
	}
}

static long configure(struct kvm_vcpu *vcpu, const struct gt_step *step)
{
	struct gt_cpuid cpuid = {
		.pdcm = step->value & 1, .rtm = step->value >> 1 & 1, .bus_lock = step->value >> 2 & 1,
		.version = step->version, .model = step->model,
	};

	return set_cpuid(vcpu, &cpuid);
}

long gt_kvm_step(const struct gt_step *step, const char **problem)
{
	struct gt_task *task = step->task[0] ? gt_find_task(step->task) : gt_running();
	const char *op = step->op;
	struct kvm_vcpu *vcpu;

	gt_value = 0;
	if (same(op, "vmm.host"))
		return set_host(step), 0;
	if (!task || !task->guest)
		return *problem = "no such step, or no vCPU thread", 0;
	vcpu = vcpu_of(task);
	make_current(vcpu);
	if (same(op, "host.branches"))
		return fill_with_host_records(step->value), 0;
	if (same(op, "host.rdmsr")) {
		u64 value = 0;
		int fault = gt_hw_rdmsr(step->msr, &value);

		gt_value = value;
		return fault;
	}
	if (same(op, "vmm.list"))
		return is_listed(step->msr);
	if (same(op, "vmm.feature")) {
		u64 value = 0;
		int error = do_get_feature_msr(NULL, step->msr, &value);

		gt_value = value;
		return error;
	}
	if (same(op, "vmm.cpuid"))
		return configure(vcpu, step);
	if (same(op, "vmm.get") || same(op, "vmm.set"))
		return vmm_access(vcpu, step, op[4] == 's');
	if (same(op, "guest.rdmsr") || same(op, "guest.wrmsr"))
		return guest_access(vcpu, step, op[6] == 'w');
	if (same(op, "kvm.get") || same(op, "kvm.set")) {
		u64 value = step->value;
		int fault = op[4] == 's' ? guest_set_msr(vcpu, step->msr, value) : guest_get_msr(vcpu, step->msr, &value);

		gt_value = value;
		return fault;
	}
	if (same(op, "kvm.read"))
		return read_records(vcpu, guest_get_msr);
	if (same(op, "vmm.read"))
		return read_records(vcpu, read_as_vmm);
	if (same(op, "guest.read"))
		return read_records(vcpu, read_in_guest);
	if (same(op, "guest.write"))
		return intercepted(vcpu, step->msr, true) ? -EPERM : gt_hw_wrmsr(step->msr, step->value);
	if (same(op, "kvm.enter_run")) {
		in_kvm_run[number_of(task)] = true;
		kvm_arch_vcpu_load(vcpu, 0);
	} else if (same(op, "kvm.leave_run")) {
		in_kvm_run[number_of(task)] = false;
		kvm_arch_vcpu_put(vcpu);
	} else if (same(op, "kvm.requests")) {
		if (kvm_check_request(KVM_REQ_PMU, vcpu))
			kvm_pmu_handle_event(vcpu);
	} else if (same(op, "kvm.decide")) {
		decide(vcpu);
	} else if (same(op, "vlbr.create")) {
		return intel_pmu_create_guest_lbr_event(vcpu);
	} else if (same(op, "vlbr.release")) {
		vcpu_to_pmu(vcpu)->need_cleanup = true;
		kvm_pmu_handle_event(vcpu);
	} else if (same(op, "vlbr.enable")) {
		return gt_kvm_vlbr(task) ? perf_event_enable(gt_kvm_vlbr(task)), 0 : -ENOENT;
	} else if (same(op, "guest.run")) {
		enter(vcpu);
	} else if (same(op, "guest.take_branch")) {
		guest_branch(vcpu, task, step->value, step->to);
	} else if (same(op, "guest.pmi")) {
		enter(vcpu);
		intel_pmu_ops.deliver_pmi(vcpu);
	} else {
		*problem = "no such step";
	}
	return 0;
}
