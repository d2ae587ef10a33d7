/*
 * System calls: how a program requests a service from the kernel.
 *
 * The number of the call goes into $2; `syscall` then enters the kernel, which returns the result in
 * $2. If it is an error, $7 is not 0, and $2 is its number: 2 is ENOENT, "no such file". C programs
 * expect errors as negative numbers, as on other architectures.
 *
 * A C function gets its parameters in $4 to $7 and on the
 * stack, and the kernel takes them from there too: nothing has to be moved.
 *
 * Each call has its own section, so that the linker can remove unused ones.
 */
[#list syscalls as call]

/* [=call.name] is call number [=call.number]; in the kernel: [=call.from] */
	.section .text.[=call.name], "ax", @progbits
	.globl	[=call.name]
	.type	[=call.name], @function
	.ent	[=call.name]
[=call.name]:
	.set	noreorder
	li	$2, [=call.number]
	syscall
[#if !call.noreturn]
	beqz	$7, 1f
	nop				/* the instruction after a jump is executed before it */
	negu	$2, $2
1:	jr	$31
	nop
[/#if]
	.end	[=call.name]
	.size	[=call.name], . - [=call.name]
[/#list]

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
