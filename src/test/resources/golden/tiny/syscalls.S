/*
 * System calls: how a program requests a service from the kernel.
 *
 * The number of the call goes into rax; `syscall` then enters the kernel, which returns the
 * result in rax. From -4095 to -1 it is an error: -2 is ENOENT, "no such file", and so on.
 *
 * A C function gets its parameters in rdi, rsi, rdx, rcx, r8, r9. The kernel expects them in
 * rdi, rsi, rdx, r10, r8, r9. Only the fourth differs, because `syscall` itself overwrites rcx with
 * the return address.
 *
 * `push $n; pop %rax` is the shortest way to load a small number: 3 bytes, `mov $n, %eax` takes 5.
 * The push uses 8 bytes of stack for a moment.
 *
 * Each call has its own section, so that the linker can remove unused ones.
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
	ud2				/* never reached: this call doesn't return */
	.size	_exit, . - _exit

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
