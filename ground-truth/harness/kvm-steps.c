/* Steps of KVM's half: the calls that KVM_RUN, VM-exits and ioctls make into KVM's files. */
#include "kvm-vcpu.h"

/* Local to their files; build.sh makes them visible. */
extern struct kvm_pmu_ops intel_pmu_ops;
#if !SINCE(6, 12)
#define do_get_feature_msr do_get_msr_feature
#endif
extern int do_get_feature_msr(struct kvm_vcpu *vcpu, unsigned index, u64 *data);
extern int do_get_msr(struct kvm_vcpu *vcpu, unsigned index, u64 *data);
extern int do_set_msr(struct kvm_vcpu *vcpu, unsigned index, u64 *data);
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

	return gt_set_cpuid(vcpu, &cpuid);
}

long gt_kvm_step(const struct gt_step *step, const char **problem)
{
	struct gt_task *task = step->task[0] ? gt_find_task(step->task) : gt_running();
	const char *op = step->op;
	struct kvm_vcpu *vcpu;

	gt_value = 0;
	if (same(op, "vmm.host"))
		return gt_set_host(step->value), 0;
	if (!task || !task->guest)
		return *problem = "no such step, or no vCPU thread", 0;
	vcpu = gt_vcpu_of(task);
	gt_make_current(vcpu);
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
		gt_set_in_kvm_run(task, true);
		kvm_arch_vcpu_load(vcpu, 0);
	} else if (same(op, "kvm.leave_run")) {
		gt_set_in_kvm_run(task, false);
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
