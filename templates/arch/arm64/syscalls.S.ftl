/*
 * System calls: how a program requests a service from the kernel.
 *
 * The number of the call goes into x8 (w8 is its lower half); `svc 0` then enters the kernel, which
 * returns the result in x0. From -4095 to -1 it is an error: -2 is ENOENT, "no such file", and so on.
 *
 * A C function gets its parameters in x0 to x5, and the kernel expects them there too: nothing has to
 * be moved.
 *
 * Each call has its own section, so that the linker can remove unused ones.
 */
[#list syscalls as call]

/* [=call.name] is call number [=call.number]; in the kernel: [=call.from] */
	.section .text.[=call.name], "ax", @progbits
	.globl	[=call.name]
	.type	[=call.name], @function
[=call.name]:
	mov	w8, [=call.number]
	svc	0
[#if !call.noreturn]
	ret
[/#if]
	.size	[=call.name], . - [=call.name]
[/#list]

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
