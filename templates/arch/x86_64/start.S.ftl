/*
 * Where the program starts.
 *
 * The kernel jumps to _start, it doesn't call it: there is no return address on the stack, so this
 * code can never return. The stack, from the top:
 *
 *     argc, argv[0], argv[1], ..., 0, envp[0], envp[1], ..., 0
 *
 * C expects these three in registers: the first parameters of a function are in rdi, rsi and rdx.
 */
	.section .text._start, "ax", @progbits
	.globl	_start
	.type	_start, @function
_start:
	xor	%ebp, %ebp		/* no caller's frame: a debugger's backtrace ends here */
	pop	%rdi			/* argc */
	mov	%rsp, %rsi		/* argv */
	lea	8(%rsi,%rdi,8), %rdx	/* envp: after argc pointers and a null pointer */
	and	$-16, %rsp		/* C code relies on a stack aligned to 16 bytes before a call */
	call	main
	/* main returned. Process 1 must not exit, but if it does, the kernel's panic shows it. */
[#if calls?seq_contains("_exit")]
	xchg	%eax, %edi		/* its result is the exit status, shown in the kernel's panic */
	call	_exit
[#else]
	ud2				/* no `_exit` in the recipe: end with an invalid instruction */
[/#if]
	.size	_start, . - _start

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
