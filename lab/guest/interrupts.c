/* The guest's GDT is the VMM's; its interrupt table is made here. */
#include "interpreter.h"

extern char trap_nmi[], trap_debug[], trap_fault[], trap_fault_code[];

static struct {
	u64 low, high;
} table[256] __attribute__((aligned(16)));

static void gate(int vector, char *handler)
{
	u64 address = (u64)handler;

	table[vector].low = (address & 0xffff) | 8ul << 16 | 0x8e00ul << 32 | (address >> 16 & 0xffff) << 48;
	table[vector].high = address >> 32;
}

void start_interrupts(void)
{
	struct __attribute__((packed)) {
		u16 limit;
		u64 base;
	} idt = { sizeof table - 1, (u64)table };

	gate(1, trap_debug);
	gate(2, trap_nmi);
	gate(6, trap_fault);
	gate(13, trap_fault_code);
	asm volatile("lidt %0" ::"m"(idt));
}
