/*
 * KVM's half: the module is loaded, and there are VMs and vCPUs with what pmu_intel.c, pmu.c, cpuid.c, vmx.c and x86.c
 * look at. The vCPU is not created by KVM_CREATE_VCPU and never runs: see README.md.
 */
#include "kvm-vcpu.h"

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
#if SINCE(6, 12)
extern struct kvm_x86_ops vt_x86_ops;
#define vendor_ops vt_x86_ops
#else
extern struct kvm_x86_ops vmx_x86_ops;
#define vendor_ops vmx_x86_ops
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

struct kvm_vcpu *gt_vcpu_of(const struct gt_task *task)
{
	return &vcpus[number_of(task)].vcpu;
}

void gt_make_current(struct kvm_vcpu *vcpu)
{
	gt_vmcs = &vmcs[to_vmx(vcpu) - vcpus];
}

/* --- in place of what touches hardware that the harness does not have --- */

static void load_vmcs(struct kvm_vcpu *vcpu, int cpu) { gt_make_current(vcpu); }
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
	gt_make_current(vcpu);
	kvm_pmu_init(vcpu);
}

int gt_set_cpuid(struct kvm_vcpu *vcpu, const struct gt_cpuid *cpuid)
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
			gt_set_cpuid(gt_vcpu_of(&gt_tasks[i]), &same);
		}
}

void gt_set_host(unsigned flags)
{
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
	return kvm_test_request(KVM_REQ_PMU, gt_vcpu_of(task));
}

/* --- the scheduler --- */

void gt_set_in_kvm_run(const struct gt_task *task, bool in)
{
	in_kvm_run[number_of(task)] = in;
}

void gt_kvm_sched_out(struct gt_task *task)
{
	struct kvm_vcpu *vcpu = gt_vcpu_of(task);

	if (in_kvm_run[number_of(task)])
		kvm_sched_out(&vcpu->preempt_notifier, NULL);
}

void gt_kvm_sched_in(struct gt_task *task)
{
	struct kvm_vcpu *vcpu = gt_vcpu_of(task);

	if (in_kvm_run[number_of(task)])
		kvm_sched_in(&vcpu->preempt_notifier, 0);
}
