// SPDX-License-Identifier: GPL-2.0-only
/*
 * Test that a guest's LBRs hold its own branches only: a labelled one survives
 * a task switch, and a host event leaves nothing that the guest can read.
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/perf_event.h>

#include "test_util.h"
#include "kvm_util.h"
#include "processor.h"

/* Every CPU with the call-stack mode that KVM asks for has at least 16. */
#define NR_LBRS		16
#define LBR_FMT		0x3f

/* Formats differ in the flags that they keep above the address. */
#define IP_MASK		((1ull << 47) - 1)

/* Any port that a ucall does not use. */
#define SWITCH_PORT	0x80

struct branch {
	unsigned long long from, to;
};

static struct branch label, recorded;
static unsigned long long foreign;

static void newest_branch(struct branch *b)
{
	unsigned long long tos = rdmsr(MSR_LBR_TOS);

	b->from = rdmsr(MSR_LBR_NHM_FROM + tos) & IP_MASK;
	b->to = rdmsr(MSR_LBR_NHM_TO + tos) & IP_MASK;
}

/*
 * Record exactly one branch: no other is taken between the two WRMSRs.  The
 * OUT exits to userspace, which lets the scheduler switch tasks meanwhile.
 */
static void record_branch(struct branch *b)
{
	unsigned int eax = DEBUGCTLMSR_LBR;

	asm volatile("wrmsr\n\t"
		     "1: jmp 2f\n\t"
		     "nop\n\t"
		     "2: outb %%al, %[port]\n\t"
		     "xor %%eax, %%eax\n\t"
		     "wrmsr\n\t"
		     "lea 1b(%%rip), %[from]\n\t"
		     "lea 2b(%%rip), %[to]\n\t"
		     : [from] "=&r" (b->from), [to] "=&r" (b->to), "+a" (eax)
		     : [port] "N" (SWITCH_PORT), "c" (MSR_IA32_DEBUGCTLMSR), "d" (0)
		     : "cc", "memory");
}

static void guest_records(void)
{
	record_branch(&label);
	newest_branch(&recorded);
	GUEST_DONE();
}

static void guest_reads(void)
{
	int i;

	for (i = 0; i < NR_LBRS && !foreign; i++)
		foreign = rdmsr(MSR_LBR_NHM_FROM + i);
	GUEST_DONE();
}

static void check(const char *what, unsigned long long expected,
		  unsigned long long actual)
{
	pr_info("%s: expected 0x%llx, actual 0x%llx\n", what, expected, actual);
	TEST_ASSERT(expected == actual, "%s: expected 0x%llx, actual 0x%llx",
		    what, expected, actual);
}

static struct kvm_vm *run_guest(void *guest_code)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	struct ucall uc;

	vm = vm_create_with_one_vcpu(&vcpu, guest_code);
	vcpu_set_msr(vcpu, MSR_IA32_PERF_CAPABILITIES,
		     kvm_get_feature_msr(MSR_IA32_PERF_CAPABILITIES));

	for (;;) {
		vcpu_run(vcpu);
		switch (get_ucall(vcpu, &uc)) {
		case UCALL_NONE:
			TEST_ASSERT(vcpu->run->exit_reason == KVM_EXIT_IO,
				    "Unexpected exit %u", vcpu->run->exit_reason);
			usleep(1000);
			break;
		case UCALL_DONE:
			return vm;
		default:
			TEST_FAIL("Unexpected ucall %d", (int)uc.cmd);
		}
	}
}

static int open_host_event(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_CPU_CYCLES,
		.sample_period = 1ull << 40,
		.sample_type = PERF_SAMPLE_BRANCH_STACK,
		.branch_sample_type = PERF_SAMPLE_BRANCH_USER | PERF_SAMPLE_BRANCH_ANY,
		.exclude_guest = 1,
	};

	return syscall(__NR_perf_event_open, &attr, 0, -1, -1, 0);
}

int main(int argc, char *argv[])
{
	struct kvm_vm *vm;
	int fd;

	TEST_REQUIRE(kvm_cpu_has(X86_FEATURE_PDCM));
	TEST_REQUIRE(kvm_get_feature_msr(MSR_IA32_PERF_CAPABILITIES) & LBR_FMT);

	vm = run_guest(guest_records);
	sync_global_from_guest(vm, label);
	sync_global_from_guest(vm, recorded);
	kvm_vm_free(vm);
	check("FROM after a task switch", label.from, recorded.from);
	check("TO after a task switch", label.to, recorded.to);

	fd = open_host_event();
	TEST_REQUIRE(fd >= 0);
	vm = run_guest(guest_reads);
	sync_global_from_guest(vm, foreign);
	kvm_vm_free(vm);
	close(fd);
	check("FROM beside a host event", 0, foreign);

	return 0;
}
