/* The emulated CPU: MSRs on an array, CPUID from a table, the LBR stack and the freeze on a PMI. */
#include "cpu.h"

#define LBR_SELECT 0x1c8
#define LBR_TOS 0x1c9
#define DEBUGCTL 0x1d9
#define DEBUGCTL_LBR (1ul << 0)
#define DEBUGCTL_FREEZE_LBRS_ON_PMI (1ul << 11)
#define PERF_CAPABILITIES 0x345
#define GLOBAL_STATUS 0x38e
#define GLOBAL_CTRL 0x38f
#define GLOBAL_OVF_CTRL 0x390
#define LBRS_FROZEN (1ul << 58)
#define ARCH_LBR_CTL 0x14ce
#define ARCH_LBR_DEPTH 0x14cf

static const struct gt_cpu cpus[] = {
	/* name      model perfmon entries format  from   to     info   tsx arch hyperthreads */
	{ "core2",    0x17, 2,  4, 1, 0x40,   0x60,   0,      0, 0 },
	{ "nehalem",  0x1a, 3, 16, 3, 0x680,  0x6c0,  0,      0, 0 },
	{ "haswell",  0x3c, 3, 16, 4, 0x680,  0x6c0,  0,      1, 0 },
	{ "haswell-ht", 0x3c, 3, 16, 4, 0x680, 0x6c0, 0,      1, 0, 1 },
	{ "haswell-v2", 0x3c, 2, 16, 4, 0x680, 0x6c0, 0,      1, 0 },
	{ "skylake",  0x5e, 4, 32, 5, 0x680,  0x6c0,  0xdc0,  1, 0 },
	{ "icelake",  0x7e, 5, 32, 5, 0x680,  0x6c0,  0xdc0,  1, 0 },
	{ "icelake-x", 0x6a, 5, 32, 5, 0x680, 0x6c0,  0xdc0,  1, 0 },
	{ "spr",      0x8f, 5, 32, 0x3f, 0x1500, 0x1600, 0x1200, 1, 1, 0 },
};

const struct gt_cpu *gt_cpu;
gt_u64 gt_msr[GT_MSRS];
unsigned char gt_irqs_off;
gt_u64 gt_clock = 1000000;
char gt_tos_by;
unsigned gt_lbr_writes, gt_debugctl_writes, gt_writes_irqs_on;

static int same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

const struct gt_cpu *gt_find_cpu(const char *name)
{
	for (unsigned i = 0; i < sizeof(cpus) / sizeof(cpus[0]); i++)
		if (same(cpus[i].name, name))
			return &cpus[i];
	return 0;
}

static int within(gt_u32 msr, gt_u32 base)
{
	return base && msr - base < gt_cpu->lbr_entries;
}

static int is_lbr_msr(gt_u32 msr)
{
	if (within(msr, gt_cpu->lbr_from) || within(msr, gt_cpu->lbr_to) || within(msr, gt_cpu->lbr_info))
		return 1;
	return gt_cpu->arch_lbr ? msr == ARCH_LBR_CTL || msr == ARCH_LBR_DEPTH : msr == LBR_SELECT || msr == LBR_TOS;
}

/* The counters have a second name each, for full-width writes. */
static gt_u32 first_name(gt_u32 msr)
{
	return msr >= 0x4c1 && msr < 0x4c9 ? msr - 0x4c1 + 0xc1 : msr;
}

/* LBR MSRs of some CPU that this one does not have. */
static int is_other_cpus_lbr_msr(gt_u32 msr)
{
	static const struct { gt_u32 first, last; } ranges[] = {
		{ 0x40, 0x47 }, { 0x60, 0x67 }, { 0x1c8, 0x1c9 }, { 0x680, 0x6ff }, { 0xdc0, 0xdff },
		{ 0x1200, 0x12ff }, { 0x14ce, 0x14cf }, { 0x1500, 0x16ff },
	};

	for (unsigned i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (msr >= ranges[i].first && msr <= ranges[i].last)
			return !is_lbr_msr(msr);
	return 0;
}

/* Linear addresses have 57 bits; some formats have flags above them, which are no part of the check. */
static int is_canonical(gt_u64 value, int flags)
{
	long long address = (long long)(value << flags) >> flags;

	return (address << 7) >> 7 == address;
}

/* A value that the LBR MSR does not take. */
static int refuses(gt_u32 msr, gt_u64 value)
{
	unsigned format = gt_cpu->lbr_format;

	if (within(msr, gt_cpu->lbr_from))
		return !is_canonical(value, format == 4 ? 3 : format == 3 || format == 6 ? 1 : 0);
	if (within(msr, gt_cpu->lbr_to))
		return !is_canonical(value, format == 6 ? 16 : 0);
	if (gt_cpu->arch_lbr)
		return 0;
	return msr == LBR_SELECT ? (value & ~0x3ffull) != 0 : msr == LBR_TOS && value >= gt_cpu->lbr_entries;
}

static int rdmsr(gt_u32 msr, gt_u64 *value)
{
	if (msr >= GT_MSRS || is_other_cpus_lbr_msr(msr))
		return -1;
	*value = gt_msr[first_name(msr)];
	if (msr == LBR_TOS)
		*gt_saved_tos_by() = gt_tos_by;
	return 0;
}

static int wrmsr(gt_u32 msr, gt_u64 value)
{
	if (msr >= GT_MSRS || is_other_cpus_lbr_msr(msr))
		return -1;
	if (is_lbr_msr(msr)) {
		if (refuses(msr, value))
			return -1;
		gt_lbr_writes++;
		gt_writes_irqs_on += !gt_irqs_off;
	}
	switch (msr) {
	case DEBUGCTL:
		gt_debugctl_writes++;
		gt_writes_irqs_on += !gt_irqs_off;
		break;
	case GLOBAL_OVF_CTRL:
		gt_msr[GLOBAL_STATUS] &= ~value;
		return 0;
	case GLOBAL_STATUS:
		return -1;
	case LBR_TOS:
		gt_tos_by = *gt_saved_tos_by();
		break;
	case ARCH_LBR_DEPTH:
		if (!gt_cpu->arch_lbr || value != gt_cpu->lbr_entries)
			return -1;
		for (unsigned i = 0; i < gt_cpu->lbr_entries; i++)
			gt_msr[gt_cpu->lbr_from + i] = gt_msr[gt_cpu->lbr_to + i] = gt_msr[gt_cpu->lbr_info + i] = 0;
		break;
	}
	gt_msr[first_name(msr)] = value;
	return 0;
}

int gt_hw_rdmsr(gt_u32 msr, gt_u64 *value)
{
	return rdmsr(msr, value);
}

int gt_hw_wrmsr(gt_u32 msr, gt_u64 value)
{
	return wrmsr(msr, value);
}

struct gt_vmcs *gt_vmcs;

gt_u64 *gt_vmcs_field(struct gt_vmcs *vmcs, gt_u64 encoding)
{
	for (unsigned i = 0; i < GT_FIELDS; i++) {
		if (!vmcs->encoding[i])
			vmcs->encoding[i] = encoding;
		if (vmcs->encoding[i] == encoding)
			return &vmcs->value[i];
	}
	gt_die("no room in the VMCS for field", encoding);
}

void gt_vmread(gt_u64 *operand)
{
	*operand = *gt_vmcs_field(gt_vmcs, *operand);
}

void gt_vmwrite(gt_u64 encoding, gt_u64 value)
{
	*gt_vmcs_field(gt_vmcs, encoding) = value;
}

static void cpuid(struct gt_regs *regs)
{
	gt_u32 leaf = regs->ax;

	regs->ax = regs->bx = regs->cx = regs->dx = 0;
	switch (leaf) {
	case 0:
		regs->ax = 0x1c, regs->bx = 0x756e6547, regs->dx = 0x49656e69, regs->cx = 0x6c65746e;
		break;
	case 1: /* PDCM */
		regs->ax = 6 << 8 | (gt_cpu->model & 0xf) << 4 | (gt_cpu->model >> 4) << 16;
		regs->cx = 1 << 15;
		break;
	case 7: /* RTM; bus-lock detection */
		regs->bx = 1 << 11;
		regs->cx = 1 << 24;
		break;
	case 0xa: /* 4 general counters, 3 fixed ones, 48 bits; every architectural event is there */
		regs->ax = gt_cpu->perfmon | 4 << 8 | 48 << 16 | 7 << 24;
		regs->cx = 7;
		regs->dx = 3 | 48 << 5;
		break;
	case 0x1c: /* CPL filter, branch filter, call stack; mispredict, timed, type */
		if (gt_cpu->arch_lbr)
			regs->ax = 1u << (gt_cpu->lbr_entries / 8 - 1), regs->bx = 7, regs->cx = 7;
		break;
	}
}

struct extable_entry {
	int insn, fixup;
	short type, high;
};
extern struct extable_entry __start___ex_table[], __stop___ex_table[];

/* #GP: go on where the kernel's exception table says, as arch/x86/mm/extable.c does. */
static int general_protection(struct gt_regs *regs, int length)
{
	gt_u64 at = regs->ip - length;
	struct extable_entry *e;

	for (e = __start___ex_table; e < __stop___ex_table; e++) {
		gt_u64 *registers = &regs->ax;

		if ((gt_u64)&e->insn + e->insn != at)
			continue;
		switch (e->type & 0xff) {
		case 9: /* EX_TYPE_RDMSR: reads 0, with a warning in the log */
			regs->ax = regs->dx = 0;
			break;
		case 10: /* EX_TYPE_WRMSR_SAFE and EX_TYPE_RDMSR_SAFE in their two numberings */
		case 11:
			registers[e->type >> 8 & 0xf] = -5;
			break;
		}
		regs->ip = (gt_u64)&e->fixup + e->fixup;
		return 0;
	}
	return -1;
}

#define CALL_LENGTH 5

int gt_emulate(enum gt_instruction instruction, struct gt_regs *regs, int length)
{
	gt_u64 value = 0;
	int fault = 0;

	switch (instruction) {
	case GT_RDMSR:
		fault = rdmsr(regs->cx, &value);
		break;
	case GT_WRMSR:
		fault = wrmsr(regs->cx, (regs->ax & 0xffffffff) | regs->dx << 32);
		break;
	case GT_RDPMC:
		value = gt_msr[(regs->cx & 1u << 30 ? 0x309 : 0xc1) + (regs->cx & 0xff)];
		break;
	case GT_CPUID:
		cpuid(regs);
		return 0;
	case GT_CLI:
		gt_irqs_off = 1;
		return 0;
	case GT_STI:
		gt_irqs_off = 0;
		return 0;
	case GT_RDTSC:
		value = gt_clock += 100;
		break;
	}
	if (fault && general_protection(regs, length ? length : CALL_LENGTH)) {
		if (!length)
			gt_die("#GP without a fix-up, MSR", regs->cx & 0xffffffff);
		return -1;
	}
	if (!fault && instruction != GT_WRMSR) {
		regs->ax = value & 0xffffffff;
		regs->dx = value >> 32;
	}
	return 0;
}

/* The processor records a branch. */
int gt_record(gt_u64 from, gt_u64 to, char tag)
{
	unsigned n = gt_cpu->lbr_entries, slot;

	if (gt_msr[GLOBAL_STATUS] & LBRS_FROZEN)
		return 0;
	if (gt_cpu->arch_lbr) {
		if (!(gt_msr[ARCH_LBR_CTL] & 1))
			return 0;
		for (slot = n - 1; slot > 0; slot--) {
			gt_msr[gt_cpu->lbr_from + slot] = gt_msr[gt_cpu->lbr_from + slot - 1];
			gt_msr[gt_cpu->lbr_to + slot] = gt_msr[gt_cpu->lbr_to + slot - 1];
			gt_msr[gt_cpu->lbr_info + slot] = gt_msr[gt_cpu->lbr_info + slot - 1];
		}
	} else {
		if (!(gt_msr[DEBUGCTL] & DEBUGCTL_LBR))
			return 0;
		slot = (gt_msr[LBR_TOS] + 1) & (n - 1);
		gt_msr[LBR_TOS] = slot;
		gt_tos_by = tag;
	}
	gt_msr[gt_cpu->lbr_from + slot] = from;
	gt_msr[gt_cpu->lbr_to + slot] = to;
	if (gt_cpu->lbr_info)
		gt_msr[gt_cpu->lbr_info + slot] = 1;
	return 1;
}

void gt_overflow(int index)
{
	gt_msr[GLOBAL_STATUS] |= 1ul << index;
	gt_msr[index < 32 ? 0xc1 + index : 0x309 + index - 32] = 0;
	if (!(gt_msr[DEBUGCTL] & DEBUGCTL_FREEZE_LBRS_ON_PMI))
		return;
	if (gt_cpu->perfmon >= 4)
		gt_msr[GLOBAL_STATUS] |= LBRS_FROZEN;
	else
		gt_msr[DEBUGCTL] &= ~DEBUGCTL_LBR;
}
