/*
 * System calls: how a program requests a service from the kernel.
 *
 * The number of the call goes into r7; `svc #0` then enters the kernel, which returns the result in
 * r0. From -4095 to -1 it is an error: -2 is ENOENT, "no such file", and so on.
 *
 * A C function gets its first four words of parameters in r0 to r3, and the others on the stack. The
 * kernel expects them in r0 to r6. A number of 64 bits begins at an even register. A function must
 * preserve r4 to r7.
 *
 * Each call has its own section, so that the linker can remove unused ones.
 */
	.syntax unified
	.thumb
[#list syscalls as call]

/* [=call.name] is call number [=call.number]; in the kernel: [=call.from] */
	.section .text.[=call.name], "ax", %progbits
	.globl	[=call.name]
	.type	[=call.name], %function
[=call.name]:
[#if call.words gt 4]
	push	{r4-r7, lr}		/* 20 bytes: the fifth word is above them */
	ldrd	r4, r5, [sp, #20]
[#if call.words gt 6]
	ldr	r6, [sp, #28]
[/#if]
[#elseif !call.noreturn]
	push	{r7, lr}
[/#if]
[#if call.number lt 256]
	movs	r7, #[=call.number]
[#else]
	movw	r7, #[=call.number]
[/#if]
	svc	#0
[#if !call.noreturn]
	pop	{[=(call.words gt 4)?then("r4-r7", "r7")], pc}
[/#if]
	.size	[=call.name], . - [=call.name]
[/#list]

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", %progbits
