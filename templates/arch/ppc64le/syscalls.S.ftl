/*
 * System calls: how a program requests a service from the kernel.
 *
 * The number of the call goes into r0; `sc` then enters the kernel, which returns the result in r3. If
 * it is an error, bit SO of cr0 is set, and r3 is its number: 2 is ENOENT, "no such file". C programs
 * expect errors as negative numbers, as on other architectures.
 *
 * A C function gets its parameters in r3 to r8, and the kernel expects them there too: nothing has to
 * be moved.
 *
 * Each call has its own section, so that the linker can remove unused ones.
 */
	.abiversion 2
[#list syscalls as call]

/* [=call.name] is call number [=call.number]; in the kernel: [=call.from] */
	.section .text.[=call.name], "ax", @progbits
	.globl	[=call.name]
	.type	[=call.name], @function
[=call.name]:
	li	0, [=call.number]
	sc
[#if !call.noreturn]
	bnslr+				/* return unless SO is set */
	neg	3, 3
	blr
[/#if]
	.size	[=call.name], . - [=call.name]
[/#list]

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
