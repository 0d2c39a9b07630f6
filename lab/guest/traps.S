/* Entry of the guest, instructions that may fault, and what happens then. */
#include "program.h"

	.section .text.start, "ax"
	.globl start
start:	mov $GUEST_STACK, %rsp
	call start_interrupts
	call interpret

	.text
	.globl try_rdmsr, try_wrmsr, try_xsaves, try_xrstors
try_rdmsr:
	mov %edi, %ecx
guarded_rdmsr:
	rdmsr
	shl $32, %rdx
	or %rdx, %rax
	mov %rax, (%rsi)
	xor %eax, %eax
	ret
try_wrmsr:
	mov %edi, %ecx
	mov %esi, %eax
	mov %rsi, %rdx
	shr $32, %rdx
guarded_wrmsr:
	wrmsr
	xor %eax, %eax
	ret
try_xsaves:
	mov %esi, %eax
	mov %rsi, %rdx
	shr $32, %rdx
guarded_xsaves:
	xsaves64 (%rdi)
	xor %eax, %eax
	ret
try_xrstors:
	mov %esi, %eax
	mov %rsi, %rdx
	shr $32, %rdx
guarded_xrstors:
	xrstors64 (%rdi)
	xor %eax, %eax
	ret
faulted:
	mov $1, %eax
	ret

	.globl trap_nmi, trap_debug, trap_fault, trap_fault_code
trap_nmi:
	push %rax
	push %rcx
	push %rdx
	/* Acknowledge a PMI; an NMI of the VMM has no overflow to show. */
	mov $0x38e, %ecx
	rdmsr
	mov %edx, %ecx
	and $7, %ecx
	jz 1f
	incq pmis
	mov $0x390, %ecx
	wrmsr
	mov $0x834, %ecx
	mov $0x400, %eax
	xor %edx, %edx
	wrmsr
1:	pop %rdx
	pop %rcx
	pop %rax
	iretq
trap_debug:
	incq debug_traps
	andq $~0x100, 16(%rsp)
	iretq
trap_fault_code:
	add $8, %rsp
trap_fault:
	push %rax
	.macro guard label
	lea \label(%rip), %rax
	cmp %rax, 8(%rsp)
	je 1f
	.endm
	guard guarded_rdmsr
	guard guarded_wrmsr
	guard guarded_xsaves
	guard guarded_xrstors
	/* Nobody expected it: tell the VMM where. */
	mov 8(%rsp), %rax
	outl %eax, $0x12
	hlt
1:	lea faulted(%rip), %rax
	mov %rax, 8(%rsp)
	pop %rax
	iretq

	.globl l2_entry, l2_left, vm_enter
	/* vm_enter(launched): returns 0 when L2 has left, the VM-instruction error otherwise. */
vm_enter:
	push %rbx
	push %rbp
	push %r12
	push %r13
	push %r14
	push %r15
	mov $0x6c14, %eax
	vmwrite %rsp, %rax
	test %rdi, %rdi
	jnz 1f
	vmlaunch
	jmp 2f
1:	vmresume
2:	mov $0x4400, %eax
	vmread %rax, %rax
	jmp 3f
l2_left:
	xor %eax, %eax
3:	pop %r15
	pop %r14
	pop %r13
	pop %r12
	pop %rbp
	pop %rbx
	ret
l2_entry:
	call carry_on
