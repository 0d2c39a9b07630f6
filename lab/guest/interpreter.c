/*
 * Runs in the guest, in 64-bit mode at CPL 0, with memory mapped one to one: carries out the program that the agent has put
 * into memory and stores what each operation gave.
 */
#include "interpreter.h"

u64 next_result;
u64 pmis;
u64 debug_traps;

static volatile u64 *const flags = (volatile u64 *)GUEST_FLAGS;

void result(u64 value)
{
	volatile u64 *results = (volatile u64 *)GUEST_RESULTS;

	if (next_result < RESULT_MOST - 1)
		results[++next_result] = value;
	results[0] = next_result;
}

static void branches(u64 count)
{
	asm volatile("1: jmp 2f\n 2: dec %0\n jnz 1b" : "+r"(count)::"cc");
}

static __attribute__((noinline)) void calls(u64 depth)
{
	if (depth > 1)
		calls(depth - 1);
	asm volatile("");
}

static void dump(u64 records)
{
	result(read_msr(MSR_DEBUGCTL));
	result(read_msr(MSR_LBR_SELECT));
	result(read_msr(MSR_LBR_TOS));
	for (u64 i = 0; i < records; i++) {
		result(read_msr(MSR_LBR_FROM + i));
		result(read_msr(MSR_LBR_TO + i));
	}
}

static void single_step(void)
{
	asm volatile("pushfq\n orq $0x100, (%%rsp)\n popfq\n nop\n pushfq\n andq $~0x100, (%%rsp)\n popfq" ::: "cc", "memory");
}

/* Fixed counter 0 counts instructions; its overflow is a PMI, delivered as an NMI by the local APIC of the guest. */
static void pmi(u64 instructions)
{
	u64 before = pmis;

	/* While the local APIC is disabled by software, its LVT entries stay masked. */
	write_msr(MSR_X2APIC_SVR, 0x1ff);
	write_msr(MSR_X2APIC_LVTPC, 0x400);
	write_msr(MSR_FIXED_CTR_CTRL, 0xb);
	write_msr(MSR_FIXED_CTR0, (1ull << 48) - instructions);
	write_msr(MSR_PERF_GLOBAL_CTRL, 1ull << 32);
	for (u64 i = 0; i < 16 * instructions && pmis == before; i++)
		asm volatile("pause");
	write_msr(MSR_PERF_GLOBAL_CTRL, 0);
	result(pmis - before);
}

/* Returns 1 where the instruction faults. */
static u64 xsave_area(u64 mask, int restore)
{
	static u8 area[4096] __attribute__((aligned(64)));

	return restore ? try_xrstors(area, mask) : try_xsaves(area, mask);
}

/* One operation; returns 0 where the program is done. */
int step(const u64 *op)
{
	u64 value = 0;

	switch (op[0]) {
	case OP_END:
		return 0;
	case OP_RDMSR: {
		u64 fault = try_rdmsr(op[1], &value);

		result(value);
		result(fault);
		break;
	}
	case OP_WRMSR:
		result(try_wrmsr(op[1], op[2]));
		break;
	case OP_BRANCH:
		branches(op[1]);
		break;
	case OP_CALL:
		calls(op[1]);
		break;
	case OP_EXIT:
		asm volatile("xor %%eax, %%eax\n cpuid" ::: "rax", "rbx", "rcx", "rdx");
		break;
	case OP_OUT:
		asm volatile("outb %%al, %0" ::"N"(PORT_OUT));
		break;
	case OP_HALT:
		asm volatile("hlt");
		break;
	case OP_SPIN:
		while (!flags[op[1]])
			asm volatile("pause");
		break;
	case OP_FLAG:
		flags[op[1]] = op[2];
		break;
	case OP_DUMP:
		dump(op[1]);
		break;
	case OP_PMI:
		pmi(op[1]);
		break;
	case OP_DB:
		single_step();
		result(debug_traps);
		break;
	case OP_ENTER:
		enter_l2(op[1], op[2]);
		break;
	case OP_LEAVE:
		asm volatile("vmcall" ::: "memory");
		break;
	case OP_VMREAD:
		result(vmread(op[1]));
		break;
	case OP_XSAVES:
		result(xsave_area(op[1], 0));
		break;
	case OP_XRSTORS:
		result(xsave_area(op[1], 1));
		break;
	}
	return 1;
}

/* Where the program stands; L1 and L2 share it. */
const u64 *position;

static void from_the_start(void)
{
	position = (const u64 *)GUEST_PROGRAM;
	next_result = 0;
	((volatile u64 *)GUEST_RESULTS)[0] = 0;
}

void interpret(void)
{
	from_the_start();
	carry_on();
}

/* To the program's end, and then the next one: where L2 stands at an end, L2 goes on with what comes. */
void carry_on(void)
{
	for (;;) {
		while (step_at())
			;
		asm volatile("outb %%al, %0" ::"N"(PORT_END) : "memory");
		from_the_start();
	}
}

/* Moves on before the operation, since L2 may go on from there. */
int step_at(void)
{
	const u64 *op = position;

	position += PROGRAM_WORDS;
	return step(op);
}
