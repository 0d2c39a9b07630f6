/* VMs and their vCPUs. A vCPU has a task of its name; VMs of one name are one VM. */
#include "agent.h"
#include "../guest/program.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

extern char guest_image[], guest_image_end[];
asm(".pushsection .rodata\n.globl guest_image, guest_image_end\nguest_image: .incbin \"guest.bin\"\nguest_image_end:\n.popsection");

static struct vcpu vcpus[MOST];
static int kvm = -1;

int vm_kvm(void)
{
	if (kvm < 0) {
		kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
		if (kvm < 0)
			fail("/dev/kvm: %s", strerror(errno));
	}
	return kvm;
}

struct vcpu *vcpu_find(const char *name)
{
	for (int i = 0; i < MOST; i++)
		if (vcpus[i].fd > 0 && !strcmp(vcpus[i].name, name))
			return &vcpus[i];
	fail("no vCPU %s", name);
}

static struct vcpu *of_vm(const char *name)
{
	for (int i = 0; i < MOST; i++)
		if (vcpus[i].fd > 0 && !strcmp(vcpus[i].vm_name, name))
			return &vcpus[i];
	return 0;
}

static void create_vm(struct vcpu *vcpu, const struct words *words)
{
	struct kvm_userspace_memory_region region = { .memory_size = GUEST_MEMORY };

	vcpu->vm = ioctl(vm_kvm(), KVM_CREATE_VM, 0);
	if (vcpu->vm < 0)
		fail("KVM_CREATE_VM: %s", strerror(errno));
	vcpu->memory = mmap(0, GUEST_MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	region.userspace_addr = (uintptr_t)vcpu->memory;
	if (vcpu->memory == MAP_FAILED || ioctl(vcpu->vm, KVM_SET_USER_MEMORY_REGION, &region))
		fail("memory of the guest: %s", strerror(errno));
	memcpy(vcpu->memory + GUEST_CODE, guest_image, guest_image_end - guest_image);
	if (words_number(words, "quirk_stuffed_msrs", 1) == 0) {
		struct kvm_enable_cap cap = { .cap = KVM_CAP_DISABLE_QUIRKS2, .args = { 1 << 8 } };

		if (ioctl(vcpu->vm, KVM_ENABLE_CAP, &cap))
			fail("KVM_CAP_DISABLE_QUIRKS2: %s", strerror(errno));
	}
	if (words_number(words, "disable_pmu", 0)) {
		struct kvm_enable_cap cap = { .cap = KVM_CAP_PMU_CAPABILITY, .args = { KVM_PMU_CAP_DISABLE } };

		if (ioctl(vcpu->vm, KVM_ENABLE_CAP, &cap))
			fail("KVM_CAP_PMU_CAPABILITY: %s", strerror(errno));
	}
	/* The local APIC is KVM's: HLT sleeps in the kernel, and a guest gets PMIs. */
	if (ioctl(vcpu->vm, KVM_CREATE_IRQCHIP, 0))
		fail("KVM_CREATE_IRQCHIP: %s", strerror(errno));
}

/* lbr=host: the record format that KVM offers, and nothing besides. */
static uint64_t format_of(const struct words *words)
{
	uint64_t offered = 0;

	if (strcmp(words_value(words, "lbr", ""), "host"))
		return words_number(words, "lbr", 0);
	msr_get(vm_kvm(), 0x345, &offered);
	return offered & 0x3f;
}

static void create(const struct words *words)
{
	const char *name = words_name(words, 0), *vm_name = words_value(words, "vm", name);
	struct vcpu *vcpu = vcpus, *sibling = of_vm(vm_name);
	struct task *task = task_find(name);
	int id = 0;

	while (vcpu < vcpus + MOST && vcpu->fd > 0)
		vcpu++;
	if (vcpu == vcpus + MOST)
		fail("more than %d vCPUs", MOST);
	memset(vcpu, 0, sizeof *vcpu);
	snprintf(vcpu->name, sizeof vcpu->name, "%s", name);
	snprintf(vcpu->vm_name, sizeof vcpu->vm_name, "%s", vm_name);
	if (sibling) {
		vcpu->vm = sibling->vm;
		vcpu->memory = sibling->memory;
		id = 1;
	} else
		create_vm(vcpu, words);
	vcpu->fd = ioctl(vcpu->vm, KVM_CREATE_VCPU, id);
	if (vcpu->fd < 0)
		fail("KVM_CREATE_VCPU: %s", strerror(errno));
	vcpu->run = mmap(0, ioctl(vm_kvm(), KVM_GET_VCPU_MMAP_SIZE, 0), PROT_READ | PROT_WRITE, MAP_SHARED, vcpu->fd, 0);
	if (words_number(words, "cpuid", 1)) {
		state_cpuid(vcpu, words);
		state_reset(vcpu);
	}
	if (words_value(words, "lbr", 0) && msr_set(vcpu->fd, 0x345, format_of(words)) != 1) {
		close(vcpu->fd);
		vcpu->fd = 0;
		fail("KVM_SET_MSRS refuses PERF_CAPABILITIES");
	}
	if (!task)
		task = task_new(name, words_number(words, "cpu", 0));
	task->vcpu = vcpu;
	port_result("ok");
}

static void destroy(const struct words *words)
{
	struct vcpu *vcpu = vcpu_find(words_name(words, 0));
	int last;

	munmap(vcpu->run, ioctl(vm_kvm(), KVM_GET_VCPU_MMAP_SIZE, 0));
	close(vcpu->fd);
	vcpu->fd = 0;
	last = !of_vm(vcpu->vm_name);
	if (last) {
		close(vcpu->vm);
		munmap(vcpu->memory, GUEST_MEMORY);
		port_mark("gone %s", vcpu->vm_name);
	}
	port_result("ok");
}

/* An NMI for the vCPU, from outside of KVM_RUN. */
static void interrupt(const struct words *words)
{
	struct vcpu *vcpu = vcpu_find(words_name(words, 0));
	struct kvm_msi msi = { .address_lo = 0xfee00000, .data = 0x400 };
	int delivered = ioctl(vcpu->vm, KVM_SIGNAL_MSI, &msi);

	if (delivered < 0)
		fail("KVM_SIGNAL_MSI: %s", strerror(errno));
	port_result("ok %d", delivered);
}

void vm_verbs(const struct words *words)
{
	if (!strcmp(words->verb, "vm"))
		create(words);
	else if (!strcmp(words->verb, "kill"))
		destroy(words);
	else if (!strcmp(words->verb, "signal"))
		interrupt(words);
	else if (!strcmp(words->verb, "cpuid")) {
		struct vcpu *vcpu = vcpu_find(words_name(words, 0));

		/* KVM takes 64-bit mode only where CPUID has it. */
		state_cpuid(vcpu, words);
		if (!vcpu->ready)
			state_reset(vcpu);
		port_result("ok");
	} else {
		struct task *task = task_current();

		if (!task->vcpu)
			fail("%s is not a vCPU's task", task->name);
		run_program(task->vcpu, words);
	}
}
