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

/* socket is call number 41; in the kernel: include/linux/syscalls.h:13 */
	.section .text.socket, "ax", @progbits
	.globl	socket
	.type	socket, @function
socket:
	push	$41
	pop	%rax
	syscall
	ret
	.size	socket, . - socket

/* bind is call number 49; in the kernel: include/linux/syscalls.h:14 */
	.section .text.bind, "ax", @progbits
	.globl	bind
	.type	bind, @function
bind:
	push	$49
	pop	%rax
	syscall
	ret
	.size	bind, . - bind

/* listen is call number 50; in the kernel: include/linux/syscalls.h:15 */
	.section .text.listen, "ax", @progbits
	.globl	listen
	.type	listen, @function
listen:
	push	$50
	pop	%rax
	syscall
	ret
	.size	listen, . - listen

/* accept is call number 43; in the kernel: include/linux/syscalls.h:16 */
	.section .text.accept, "ax", @progbits
	.globl	accept
	.type	accept, @function
accept:
	push	$43
	pop	%rax
	syscall
	ret
	.size	accept, . - accept

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

/* close is call number 3; in the kernel: include/linux/syscalls.h:12 */
	.section .text.close, "ax", @progbits
	.globl	close
	.type	close, @function
close:
	push	$3
	pop	%rax
	syscall
	ret
	.size	close, . - close

/* pause is call number 34; in the kernel: include/linux/syscalls.h:3 */
	.section .text.pause, "ax", @progbits
	.globl	pause
	.type	pause, @function
pause:
	push	$34
	pop	%rax
	syscall
	ret
	.size	pause, . - pause

	/* Says that this code needs no executable stack; without it the linker assumes the worst. */
	.section .note.GNU-stack, "", @progbits
