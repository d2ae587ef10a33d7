/*
 * Where the program starts.
 *
 * The kernel jumps to _start, it doesn't call it: there is no return address on the stack, so this
 * code can never return. What is on the stack, from its top:
 *
 *     argc, argv[0], argv[1], ..., 0, envp[0], envp[1], ..., 0
 *
 * C wants these three in registers: the first parameters of a function come in rdi, rsi and rdx.
 */
	.section .text._start, "ax", @progbits
	.globl	_start
	.type	_start, @function
_start:
	xor	%ebp, %ebp		/* no caller's frame: here a debugger's backtrace ends */
	pop	%rdi			/* argc */
	mov	%rsp, %rsi		/* argv */
	lea	8(%rsi,%rdi,8), %rdx	/* envp: behind argc pointers and a null pointer */
	and	$-16, %rsp		/* C code counts on a stack aligned to 16 bytes before a call */
	call	main
	/* main came back. Process 1 must not end, but if it wants to, the kernel shall tell. */
	ud2				/* no `_exit` in the recipe: end by an invalid instruction */
	.size	_start, . - _start

	/* Says that this code needs no executable stack; without it the linker assumes the worst. */
	.section .note.GNU-stack, "", @progbits
