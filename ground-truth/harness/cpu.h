/* The emulated CPU: its registers, and the instructions that reach it. Shared by both sides, so no headers here. */
#ifndef GT_CPU_H
#define GT_CPU_H

typedef unsigned int gt_u32;
typedef unsigned long long gt_u64;

enum gt_instruction { GT_RDMSR, GT_WRMSR, GT_RDPMC, GT_CPUID, GT_CLI, GT_STI, GT_RDTSC };

/* General registers in the order of their numbers in an instruction, then the address of the next instruction. */
struct gt_regs {
	gt_u64 ax, cx, dx, bx, sp, bp, si, di, r8, r9, r10, r11, r12, r13, r14, r15, ip;
};

/* A named CPU. `lbr_format` is IA32_PERF_CAPABILITIES[5:0]. */
struct gt_cpu {
	const char *name;
	unsigned model, perfmon, lbr_entries, lbr_format;
	unsigned lbr_from, lbr_to, lbr_info;
	unsigned tsx, arch_lbr, hyperthreads;
};

extern const struct gt_cpu *gt_cpu;
const struct gt_cpu *gt_find_cpu(const char *name);

/* A VMCS: the fields that were written. */
#define GT_FIELDS 32
struct gt_vmcs {
	gt_u32 encoding[GT_FIELDS];
	gt_u64 value[GT_FIELDS];
};
/* The one that is loaded, for VMREAD and VMWRITE. */
extern struct gt_vmcs *gt_vmcs;
gt_u64 *gt_vmcs_field(struct gt_vmcs *vmcs, gt_u64 encoding);

#define GT_MSRS 0x2000
extern gt_u64 gt_msr[GT_MSRS];
extern unsigned char gt_irqs_off;
extern gt_u64 gt_clock;
/*
 * Who moved TOS last. perf reads TOS when it saves for the running task and writes it when it restores for the running
 * task; in between, the driver keeps the tag with the task.
 */
extern char gt_tos_by;
char *gt_saved_tos_by(void);
/* WRMSRs to LBR_SELECT, TOS, FROM, TO, INFO, LBR_CTL, LBR_DEPTH and to DEBUGCTL since the last report. */
extern unsigned gt_lbr_writes, gt_debugctl_writes;
/* The same, while IRQs were on: perf never does that. */
extern unsigned gt_writes_irqs_on;

/* Returns 0, or -1 where the instruction raises #GP and the kernel has no fix-up for it. */
int gt_emulate(enum gt_instruction instruction, struct gt_regs *regs, int length);

/* RDMSR and WRMSR without an exit. Return -1 for #GP. */
int gt_hw_rdmsr(gt_u32 msr, gt_u64 *value);
int gt_hw_wrmsr(gt_u32 msr, gt_u64 value);

/* Hardware records a branch of `tag`, if it records now. Returns whether it did. */
int gt_record(gt_u64 from, gt_u64 to, char tag);
/* Hardware raises a PMI on counter `index` (32 and up: fixed) and freezes what it has to. */
void gt_overflow(int index);

_Noreturn void gt_die(const char *why, gt_u64 address);

#endif
