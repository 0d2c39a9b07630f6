/* The guest's program: what the agent writes into guest memory and the interpreter carries out. */
#ifndef LAB_PROGRAM_H
#define LAB_PROGRAM_H

#define GUEST_CODE 0x10000 /* the interpreter; guest branches have addresses from here to GUEST_CODE_END */
#define GUEST_CODE_END 0x20000
#define GUEST_STACK 0x70000
#define GUEST_TABLES 0x80000 /* page tables, then GDT, TSS and IDT */
#define GUEST_PROGRAM 0x100000
#define GUEST_RESULTS 0x140000
#define GUEST_FLAGS 0x180000 /* words that host and guest see: SPIN waits on them */
#define GUEST_VMX 0x1c0000   /* VMXON region, VMCS, bitmaps of L1 */
#define GUEST_MEMORY 0x200000

#define PROGRAM_WORDS 3
#define PROGRAM_MOST 4096
#define RESULT_MOST 8192

/* Each operation is three words: the code, and two arguments. */
#ifndef __ASSEMBLER__
enum program_op {
	OP_END,	   /* OUT to PORT_END: the program is done */
	OP_RDMSR,  /* a: MSR. Results: value, 1 for #GP */
	OP_WRMSR,  /* a: MSR, b: value. Result: 1 for #GP */
	OP_BRANCH, /* a: number of taken jumps */
	OP_CALL,   /* a: depth of calls, each with its return */
	OP_EXIT,   /* CPUID: a VM-exit that KVM handles by itself */
	OP_OUT,	   /* OUT to PORT_OUT: an exit to the VMM, which comes back at once */
	OP_HALT,   /* HLT until an NMI */
	OP_SPIN,   /* a: index of a flag; until it is not 0 */
	OP_FLAG,   /* a: index of a flag, b: value */
	OP_DUMP,   /* a: number of records. Results: DEBUGCTL, LBR_SELECT, TOS, then FROM and TO of each */
	OP_PMI,	   /* a: instructions until the counter overflows. Result: PMIs that arrived */
	OP_DB,	   /* a single-step trap. Result: number of #DB so far */
	OP_ENTER,  /* enter L2; a: DEBUGCTL in vmcs12, b: 1 to load it, 2 to load what is there. L2 goes on with the program. Result: VM-instruction error */
	OP_LEAVE,  /* VMCALL in L2: L1 goes on */
	OP_VMREAD, /* a: field. Result: value */
	OP_XSAVES, /* a: mask. Result: 1 for #UD or #GP */
	OP_XRSTORS, /* a: mask. Result: 1 for #UD or #GP */
};
#endif

#define PORT_END 0x10
#define PORT_OUT 0x11

#endif
