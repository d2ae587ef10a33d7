/*
 * System calls: how a program requests a service from the kernel.
 *
 * `svc` has the number of the call in its instruction; numbers above 255 go into r1. It enters the
 * kernel, which returns the result in r2. From -4095 to -1 it is an error: -2 is ENOENT, "no such
 * file", and so on.
 *
 * A C function gets its parameters in r2 to r6, and the sixth on the stack. The kernel expects that in
 * r7, which a function must preserve; its caller has room for it at 56(%r15).
 *
 * Each call has its own section, so that the linker can remove unused ones.
 */
[#list syscalls as call]

/* [=call.name] is call number [=call.number]; in the kernel: [=call.from] */
	.section .text.[=call.name], "ax", @progbits
	.globl	[=call.name]
	.type	[=call.name], @function
[=call.name]:
[#if call.parameters?size gte 6]
	stg	%r7, 56(%r15)
	lg	%r7, 160(%r15)
[/#if]
[#if call.number lt 256]
	svc	[=call.number]
[#else]
	lghi	%r1, [=call.number]
	svc	0
[/#if]
[#if !call.noreturn]
[#if call.parameters?size gte 6]
	lg	%r7, 56(%r15)
[/#if]
	br	%r14
[/#if]
	.size	[=call.name], . - [=call.name]
[/#list]

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
