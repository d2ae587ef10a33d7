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

/* read is call number 0; in the kernel: include/linux/syscalls.h:1 */
	.section .text.read, "ax", @progbits
	.globl	read
	.type	read, @function
read:
	xor	%eax, %eax
	syscall
	ret
	.size	read, . - read

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

/* fork is call number 57; in the kernel: include/linux/syscalls.h:4 */
	.section .text.fork, "ax", @progbits
	.globl	fork
	.type	fork, @function
fork:
	push	$57
	pop	%rax
	syscall
	ret
	.size	fork, . - fork

/* execve is call number 59; in the kernel: include/linux/syscalls.h:5 */
	.section .text.execve, "ax", @progbits
	.globl	execve
	.type	execve, @function
execve:
	push	$59
	pop	%rax
	syscall
	ret
	.size	execve, . - execve

/* wait4 is call number 61; in the kernel: include/linux/syscalls.h:8 */
	.section .text.wait4, "ax", @progbits
	.globl	wait4
	.type	wait4, @function
wait4:
	push	$61
	pop	%rax
	mov	%rcx, %r10		/* the fourth parameter */
	syscall
	ret
	.size	wait4, . - wait4

/* _exit is call number 60; in the kernel: include/linux/syscalls.h:7 */
	.section .text._exit, "ax", @progbits
	.globl	_exit
	.type	_exit, @function
_exit:
	push	$60
	pop	%rax
	syscall
	ud2				/* never reached: the kernel doesn't come back from this call */
	.size	_exit, . - _exit

	/* Says that this code needs no executable stack; without it the linker assumes the worst. */
	.section .note.GNU-stack, "", @progbits
