/* One entry for each replaced instruction: save the registers in the order of struct gt_regs, emulate, load them back. */
.macro save
	push	%r15
	push	%r14
	push	%r13
	push	%r12
	push	%r11
	push	%r10
	push	%r9
	push	%r8
	push	%rdi
	push	%rsi
	push	%rbp
	push	%rsp
	push	%rbx
	push	%rdx
	push	%rcx
	push	%rax
.endm

.macro load
	pop	%rax
	pop	%rcx
	pop	%rdx
	pop	%rbx
	add	$8, %rsp
	pop	%rbp
	pop	%rsi
	pop	%rdi
	pop	%r8
	pop	%r9
	pop	%r10
	pop	%r11
	pop	%r12
	pop	%r13
	pop	%r14
	pop	%r15
.endm

.macro trap name, number
	.globl gt_trap_\name
gt_trap_\name:
	save
	mov	$\number, %edi
	mov	%rsp, %rsi
	xor	%edx, %edx
	call	gt_emulate
	load
	ret
.endm

	.text
	trap	rdmsr, 0
	trap	wrmsr, 1
	trap	rdpmc, 2
	trap	cpuid, 3
	trap	cli, 4
	trap	sti, 5
	trap	rdtsc, 6

/* After PUSHFQ: RFLAGS.IF is what the last CLI or STI made it, not what user space has. */
	.globl gt_show_if
gt_show_if:
	cmpb	$0, gt_irqs_off(%rip)
	je	1f
	andl	$~0x200, 8(%rsp)
1:	ret

/* VMREAD and VMWRITE have any register for an operand, so operands and result are on the stack, above the return
   address. They succeed: CF and ZF are clear. */
	.globl gt_trap_vmread
gt_trap_vmread:
	save
	lea	136(%rsp), %rdi
	call	gt_vmread
	load
	test	%rsp, %rsp
	ret

	.globl gt_trap_vmwrite
gt_trap_vmwrite:
	save
	mov	136(%rsp), %rdi
	mov	144(%rsp), %rsi
	call	gt_vmwrite
	load
	test	%rsp, %rsp
	ret

	.section .note.GNU-stack, "", @progbits
