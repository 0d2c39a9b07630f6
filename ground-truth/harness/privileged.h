/*
 * Included before every kernel file. The assembler replaces each privileged instruction by a call into trap.S, which
 * hands the registers to gt_emulate(). Built with -DGT_FAULT the instructions stay as they are, fault in user space,
 * and the signal handler in main.c hands the registers to the same function: slower, and nothing is replaced but
 * CPUID, PUSHF, VMREAD and VMWRITE: the first two don't fault, the others would fault with #UD, like a BUG.
 */
asm(".macro cpuid\n call gt_trap_cpuid\n .endm\n"
    ".macro pushf\n pushfq\n call gt_show_if\n .endm\n"
    ".macro rdtsc\n call gt_trap_rdtsc\n .endm\n"
    ".macro vmread field, value\n pushq \\field\n call gt_trap_vmread\n popq \\value\n .endm\n"
    ".macro vmwrite value, field\n pushq \\value\n pushq \\field\n call gt_trap_vmwrite\n"
    " leaq 16(%rsp), %rsp\n .endm\n");
#ifndef GT_FAULT
asm(".macro rdmsr\n call gt_trap_rdmsr\n .endm\n"
    ".macro wrmsr\n call gt_trap_wrmsr\n .endm\n"
    ".macro rdpmc\n call gt_trap_rdpmc\n .endm\n"
    ".macro cli\n call gt_trap_cli\n .endm\n"
    ".macro sti\n call gt_trap_sti\n .endm\n");
#endif
