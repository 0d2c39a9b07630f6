/* A boot sector that jumps to an unpacked vmlinux as the kernel's decompressor does.
   The emulator has put into memory: boot_params at 0x90000, page tables at 0x92000, the kernel's entry at 0x97000. */
	.code16
	.globl _start
_start:
	cli
	ljmp $0, $1f
1:	xorw %ax, %ax
	movw %ax, %ds
	inb $0x92, %al			/* A20 */
	orb $2, %al
	outb %al, $0x92
	lgdtl gdtr
	movl %cr4, %eax
	orl $0x20, %eax			/* PAE */
	movl %eax, %cr4
	movl $0x92000, %eax
	movl %eax, %cr3
	movl $0xc0000080, %ecx		/* EFER.LME */
	rdmsr
	orl $0x100, %eax
	wrmsr
	movl %cr0, %eax			/* paging and protection, caches on */
	andl $0x9fffffff, %eax
	orl $0x80000001, %eax
	movl %eax, %cr0
	ljmpl $0x10, $2f
	.code64
2:	movl $0x18, %eax
	movl %eax, %ds
	movl %eax, %es
	movl %eax, %ss
	movl %eax, %fs
	movl %eax, %gs
	movl $0x7c00, %esp
	movl $0x90000, %esi
	movl 0x97000, %eax
	jmp *%rax
	.balign 8
gdt:	.quad 0, 0, 0x00af9a000000ffff, 0x00cf92000000ffff
gdtr:	.word gdtr - gdt - 1
	.long gdt
	.org 510
	.word 0xaa55
