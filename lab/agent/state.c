/* CPUID and the first state of a vCPU: 64-bit mode, CPL 0, one to one. */
#include "agent.h"
#include "../guest/program.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#define MOST_LEAVES 128

static struct kvm_cpuid2 *supported(void)
{
	struct kvm_cpuid2 *all = calloc(1, sizeof *all + MOST_LEAVES * sizeof all->entries[0]);

	all->nent = MOST_LEAVES;
	if (ioctl(vm_kvm(), KVM_GET_SUPPORTED_CPUID, all))
		fail("KVM_GET_SUPPORTED_CPUID: %s", strerror(errno));
	return all;
}

static struct kvm_cpuid_entry2 *leaf(struct kvm_cpuid2 *all, uint32_t function, uint32_t index)
{
	static struct kvm_cpuid_entry2 none;

	for (unsigned i = 0; i < all->nent; i++)
		if (all->entries[i].function == function && all->entries[i].index == index)
			return &all->entries[i];
	memset(&none, 0, sizeof none);
	return &none;
}

static void feature(uint32_t *word, int bit, const struct words *words, const char *key)
{
	const char *wanted = words_value(words, key, 0);

	if (wanted)
		*word = (*word & ~(1u << bit)) | (uint32_t)number_of(wanted) << bit;
}

/* pmu=VERSION, pdcm, rtm, buslock, arch=0|1, depth: what differs from what KVM supports. */
void state_cpuid(struct vcpu *vcpu, const struct words *words)
{
	struct kvm_cpuid2 *all = supported();
	const char *pmu = words_value(words, "pmu", 0), *depth = words_value(words, "depth", 0);

	feature(&leaf(all, 1, 0)->ecx, 15, words, "pdcm");
	feature(&leaf(all, 1, 0)->ecx, 5, words, "vmx");
	feature(&leaf(all, 7, 0)->ebx, 11, words, "rtm");
	feature(&leaf(all, 7, 0)->ecx, 24, words, "buslock");
	feature(&leaf(all, 7, 0)->edx, 19, words, "arch");
	if (pmu && !number_of(pmu))
		memset(&leaf(all, 0xa, 0)->eax, 0, 4 * sizeof(uint32_t));
	else if (pmu)
		leaf(all, 0xa, 0)->eax = (leaf(all, 0xa, 0)->eax & ~0xffu) | number_of(pmu);
	if (depth)
		leaf(all, 0x1c, 0)->eax = 1u << (number_of(depth) / 8 - 1);
	if (ioctl(vcpu->fd, KVM_SET_CPUID2, all)) {
		int error = errno;

		free(all);
		fail("KVM_SET_CPUID2: %s", strerror(error));
	}
	free(vcpu->cpuid);
	vcpu->cpuid = all;
}

static void segments(struct kvm_sregs *s)
{
	struct kvm_segment code = { .limit = ~0u, .selector = 8, .type = 11, .present = 1, .s = 1, .l = 1, .g = 1 };
	struct kvm_segment data = { .limit = ~0u, .selector = 16, .type = 3, .present = 1, .db = 1, .s = 1, .g = 1 };
	struct kvm_segment tss = { .base = GUEST_TABLES + 0x5000, .limit = 0x67, .selector = 24, .type = 11, .present = 1 };

	s->cs = code;
	s->ds = s->es = s->fs = s->gs = s->ss = data;
	s->tr = tss;
	s->gdt.base = GUEST_TABLES + 0x4000;
	s->gdt.limit = 0x3f;
}

static void tables(char *memory)
{
	uint64_t *level4 = (uint64_t *)(memory + GUEST_TABLES), *level3 = level4 + 512, *level2 = level3 + 512;
	uint64_t *gdt = (uint64_t *)(memory + GUEST_TABLES + 0x4000);

	level4[0] = (GUEST_TABLES + 0x1000) | 7;
	level3[0] = (GUEST_TABLES + 0x2000) | 7;
	for (uint64_t i = 0; i < 512; i++)
		level2[i] = i << 21 | 0x87;
	gdt[1] = 0x00af9b000000ffff;
	gdt[2] = 0x00cf93000000ffff;
	gdt[3] = 0x00008b0000000067 | (uint64_t)((GUEST_TABLES + 0x5000) & 0xffff) << 16 | (uint64_t)((GUEST_TABLES + 0x5000) >> 16) << 32;
}

void state_reset(struct vcpu *vcpu)
{
	struct kvm_regs registers = { .rip = GUEST_CODE, .rflags = 2, .rsp = GUEST_STACK };
	struct kvm_xcrs xcrs = { .nr_xcrs = 1, .xcrs = { { .value = 7 } } };
	struct kvm_sregs s;

	tables(vcpu->memory);
	if (ioctl(vcpu->fd, KVM_GET_SREGS, &s))
		fail("KVM_GET_SREGS: %s", strerror(errno));
	segments(&s);
	s.cr0 = 0x80050033;
	s.cr3 = GUEST_TABLES;
	s.cr4 |= 1 << 5 | 1 << 9 | 1 << 18;
	s.efer = 0x500;
	s.apic_base |= 0xc00; /* x2APIC */
	if (ioctl(vcpu->fd, KVM_SET_SREGS, &s)) {
		s.cr4 &= ~(1 << 18);
		if (ioctl(vcpu->fd, KVM_SET_SREGS, &s))
			fail("KVM_SET_SREGS: %s", strerror(errno));
	} else
		ioctl(vcpu->fd, KVM_SET_XCRS, &xcrs);
	if (ioctl(vcpu->fd, KVM_SET_REGS, &registers))
		fail("KVM_SET_REGS: %s", strerror(errno));
	vcpu->ready = 1;
}
