/*
 * System calls: how a program asks the kernel for something.
 *
 * The number of the call goes into rax; `syscall` then changes into the kernel and comes back with
 * the result in rax. From -4095 to -1 it is an error: -2 is ENOENT, "no such file", and so on.
 *
 * A C function gets its parameters in rdi, rsi, rdx, rcx, r8, r9. The kernel takes its own from
 * rdi, rsi, rdx, r10, r8, r9. Only the fourth differs, since `syscall` itself overwrites rcx with
 * the address to come back to.
 *
 * `push $n; pop %rax` is the shortest way to load a small number: 3 bytes, `mov $n, %eax` takes 5.
 * The push uses 8 bytes of stack for a moment, and leaves nothing behind.
 *
 * Each call has a section of its own, so that the linker can leave out those nobody uses.
 */

/* write is call number 1; in the kernel: include/linux/syscalls.h:2 */
	.section .text.write, "ax", @progbits
	.globl	write
	.type	write, @function
write:
	push	$1
	pop	%rax
	syscall
	ret
	.size	write, . - write

	/* Says that this code needs no executable stack; without it the linker assumes the worst. */
	.section .note.GNU-stack, "", @progbits
