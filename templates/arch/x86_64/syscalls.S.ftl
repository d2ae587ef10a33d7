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
[#list syscalls as call]

/* [=call.name] is call number [=call.number]; in the kernel: [=call.from] */
	.section .text.[=call.name], "ax", @progbits
	.globl	[=call.name]
	.type	[=call.name], @function
[=call.name]:
[#if call.number == 0]
	xor	%eax, %eax
[#elseif call.number lt 128]
	push	$[=call.number]
	pop	%rax
[#else]
	mov	$[=call.number], %eax
[/#if]
[#if call.parameters?size gte 4]
	mov	%rcx, %r10		/* the fourth parameter */
[/#if]
	syscall
[#if call.noreturn]
	ud2				/* never reached: this call doesn't return */
[#else]
	ret
[/#if]
	.size	[=call.name], . - [=call.name]
[/#list]

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
