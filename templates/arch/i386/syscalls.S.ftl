/*
 * System calls: how a program asks the kernel for something.
 *
 * The number of the call goes into eax; `int $0x80` then changes into the kernel and comes back with
 * the result in eax. From -4095 to -1 it is an error: -2 is ENOENT, "no such file", and so on.
 *
 * A C function gets its first three parameters in eax, edx and ecx, with -mregparm=3, and the others
 * on the stack. The kernel expects them in ebx, ecx, edx, esi, edi, ebp. A function must preserve
 * ebx, esi, edi and ebp.
 *
 * `push $n; pop %eax` is the shortest way to load a small number: 3 bytes, `mov $n, %eax` takes 5.
 * The push uses 4 bytes of stack for a moment, and leaves nothing there.
 *
 * Each call has a section of its own, so that the linker can drop unused ones.
 */
[#macro stub call count kept pushed]
[#if kept gte 1]
	push	%ebx
[/#if]
[#if kept gte 4]
	push	%esi
[/#if]
[#if kept gte 5]
	push	%edi
[/#if]
[#if kept gte 6]
	push	%ebp
[/#if]
[#if count gte 4]
	mov	[=4 * (pushed + 1)](%esp), %esi	/* the fourth is on the stack, above what was pushed */
[/#if]
[#if count gte 5]
	mov	[=4 * (pushed + 2)](%esp), %edi
[/#if]
[#if count gte 6]
	mov	[=4 * (pushed + 3)](%esp), %ebp
[/#if]
[#if count gte 1]
	xchg	%eax, %ebx		/* the first */
[/#if]
[#if count gte 3]
	xchg	%ecx, %edx		/* the second and the third */
[#elseif count == 2]
	mov	%edx, %ecx		/* the second */
[/#if]
[#if call.number == 0]
	xor	%eax, %eax
[#elseif call.number lt 128]
	push	$[=call.number]
	pop	%eax
[#else]
	mov	$[=call.number], %eax
[/#if]
	int	$0x80
[#if call.noreturn]
	/* The kernel doesn't come back from this call. */
[#else]
[#if kept gte 6]
	pop	%ebp
[/#if]
[#if kept gte 5]
	pop	%edi
[/#if]
[#if kept gte 4]
	pop	%esi
[/#if]
[#if kept gte 1]
	pop	%ebx
[/#if]
	ret
[/#if]
[/#macro]
[#list syscalls as call]

/* [=call.name] is call number [=call.number]; in the kernel: [=call.from] */
	.section .text.[=call.name], "ax", @progbits
	.globl	[=call.name]
	.type	[=call.name], @function
[=call.name]:
[#-- A call that does not return has no caller whose registers to restore. --]
[@stub call=call count=call.parameters?size kept=call.noreturn?then(0, call.parameters?size)
  pushed=call.noreturn?then(0, call.parameters?size - 2)/]
	.size	[=call.name], . - [=call.name]
[/#list]

	/* Says that this code needs no executable stack; without it the linker assumes the worst. */
	.section .note.GNU-stack, "", @progbits
