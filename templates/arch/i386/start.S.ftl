/*
 * Where the program starts.
 *
 * The kernel jumps to _start, it doesn't call it: there is no return address on the stack, so this
 * code can never return. What is on the stack, from its top:
 *
 *     argc, argv[0], argv[1], ..., 0, envp[0], envp[1], ..., 0
 *
 * C wants these three in registers: with -mregparm=3 the first parameters of a function come in
 * eax, edx and ecx. The kernel has set ebp to 0: no caller's frame, so a debugger's backtrace ends
 * here.
 */
	.section .text._start, "ax", @progbits
	.globl	_start
	.type	_start, @function
_start:
	pop	%eax			/* argc */
	mov	%esp, %edx		/* argv */
	lea	4(%edx,%eax,4), %ecx	/* envp: after argc pointers and a null pointer */
	/* The kernel aligns the stack to 16 bytes, and the compiler needs 4: still a multiple of that. */
	call	main
	/* main returned. Process 1 must not end, but if it does, the kernel reports it. */
[#if calls?seq_contains("_exit")]
	call	_exit			/* its result is the exit code, seen in the kernel's panic */
[#else]
	ud2				/* no `_exit` in the recipe: end by an invalid instruction */
[/#if]
	.size	_start, . - _start

	/* Says that this code needs no executable stack; without it the linker assumes the worst. */
	.section .note.GNU-stack, "", @progbits
