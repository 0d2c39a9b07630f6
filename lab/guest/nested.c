/* L1: a vmcs12 in which L2 shares memory, segments and interrupt table with L1, and goes on with L1's program. */
#include "interpreter.h"

extern char l2_entry[], l2_left[];
u64 vm_enter(u64 launched);

static u64 ready, launched;

static u64 *const vmxon_region = (u64 *)GUEST_VMX;
static u64 *const vmcs = (u64 *)(GUEST_VMX + 0x1000);

static u8 l2_stack[4096] __attribute__((aligned(16)));

static void vmwrite(u64 field, u64 value)
{
	asm volatile("vmwrite %1, %0" ::"r"(field), "r"(value) : "cc");
}

u64 vmread(u64 field)
{
	u64 value = ~0ul;

	asm volatile("vmread %1, %0" : "+r"(value) : "r"(field) : "cc");
	return value;
}

/* The controls asked for, within what the MSR allows. */
static u64 allowed(u64 msr, u64 wanted)
{
	u64 value = read_msr(msr);

	return (wanted | (value & 0xffffffff)) & value >> 32;
}

static void control_fields(void)
{
	vmwrite(0x4000, allowed(0x481, 0));
	vmwrite(0x4002, allowed(0x482, 1 << 28)); /* MSR bitmaps: nothing is intercepted */
	vmwrite(0x400c, allowed(0x483, 1 << 9 | 1 << 2)); /* 64-bit host, save debug controls */
	vmwrite(0x4012, allowed(0x484, 1 << 9));
	vmwrite(0x2004, GUEST_VMX + 0x2000);
	vmwrite(0x4004, 0);
	vmwrite(0x2800, ~0ul);
}

static u64 control_register(int number)
{
	u64 value;

	if (number == 0)
		asm volatile("mov %%cr0, %0" : "=r"(value));
	else if (number == 3)
		asm volatile("mov %%cr3, %0" : "=r"(value));
	else
		asm volatile("mov %%cr4, %0" : "=r"(value));
	return value;
}

static void host_fields(u64 gdt, u64 idt)
{
	vmwrite(0x6c00, control_register(0));
	vmwrite(0x6c02, control_register(3));
	vmwrite(0x6c04, control_register(4));
	for (u64 selector = 0xc00; selector <= 0xc0a; selector += 2)
		vmwrite(selector, selector == 0xc02 ? 8 : 16);
	vmwrite(0xc0c, 24);
	vmwrite(0x6c06, 0);
	vmwrite(0x6c08, 0);
	vmwrite(0x6c0a, GUEST_TABLES + 0x5000);
	vmwrite(0x6c0c, gdt);
	vmwrite(0x6c0e, idt);
	vmwrite(0x6c16, (u64)l2_left);
}

static void segment(u64 index, u64 selector, u64 base, u64 limit, u64 rights)
{
	vmwrite(0x800 + 2 * index, selector);
	vmwrite(0x4800 + 2 * index, limit);
	vmwrite(0x4814 + 2 * index, rights);
	vmwrite(0x6806 + 2 * index, base);
}

static void guest_fields(u64 gdt, u64 idt)
{
	vmwrite(0x6800, control_register(0));
	vmwrite(0x6802, control_register(3));
	vmwrite(0x6804, control_register(4));
	for (u64 index = 0; index < 6; index++)
		segment(index, index == 1 ? 8 : 16, 0, 0xffffffff, index == 1 ? 0xa09b : 0xc093);
	segment(6, 0, 0, 0, 0x10000);
	segment(7, 24, GUEST_TABLES + 0x5000, 0x67, 0x8b);
	vmwrite(0x6816, gdt);
	vmwrite(0x4810, 0x3f);
	vmwrite(0x6818, idt);
	vmwrite(0x4812, 0xfff);
	vmwrite(0x681a, 0x400);
	vmwrite(0x681c, (u64)l2_stack + sizeof l2_stack - 8);
	vmwrite(0x681e, (u64)l2_entry);
	vmwrite(0x6820, 2);
}

static void prepare(void)
{
	struct __attribute__((packed)) {
		u16 limit;
		u64 base;
	} gdt, idt;
	u64 cr4 = control_register(4);
	u64 pa;

	asm volatile("sgdt %0" : "=m"(gdt));
	asm volatile("sidt %0" : "=m"(idt));
	asm volatile("mov %0, %%cr4" ::"r"(cr4 | 1 << 13));
	write_msr(MSR_FEATURE_CONTROL, 5);
	*(u32 *)vmxon_region = *(u32 *)vmcs = (u32)read_msr(MSR_VMX_BASIC);
	pa = (u64)vmxon_region;
	asm volatile("vmxon %0" ::"m"(pa) : "cc", "memory");
	pa = (u64)vmcs;
	asm volatile("vmclear %0" ::"m"(pa) : "cc", "memory");
	asm volatile("vmptrld %0" ::"m"(pa) : "cc", "memory");
	control_fields();
	host_fields(gdt.base, idt.base);
	guest_fields(gdt.base, idt.base);
	ready = 1;
}

/* `load`: whether the entry loads debug controls; with KEEP, it loads what the last exit left in the vmcs12. */
void enter_l2(u64 debugctl, u64 load)
{
	u64 error;

	if (!ready)
		prepare();
	if (load != KEEP)
		vmwrite(0x2802, debugctl);
	vmwrite(0x4012, allowed(0x484, 1 << 9 | (load ? 1 << 2 : 0)));
	if (launched) /* L2 left by VMCALL: go on behind it */
		vmwrite(0x681e, vmread(0x681e) + (vmread(0x4402) == 18 ? 3 : 0));
	error = vm_enter(launched);
	if (!error && !(vmread(0x4402) >> 31))
		launched = 1;
	result(error ? error : vmread(0x4402) >> 31 ? 0x80000000 : 0);
}
