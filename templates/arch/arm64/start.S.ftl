/*
 * Where the program starts.
 *
 * The kernel jumps to _start, it doesn't call it: there is no return address in x30, so this code
 * can never return. The stack, from the top:
 *
 *     argc, argv[0], argv[1], ..., 0, envp[0], envp[1], ..., 0
 *
 * C expects these three in registers: the first parameters of a function are in x0, x1 and x2. The
 * kernel has aligned the stack to 16 bytes, and set all other registers to 0: x29, the frame
 * pointer, too, so that a debugger's backtrace ends here.
 */
	.section .text._start, "ax", @progbits
	.globl	_start
	.type	_start, @function
_start:
	ldr	x0, [sp]		/* argc */
	add	x1, sp, 8		/* argv */
	add	x2, x1, x0, lsl 3	/* envp: after argc pointers of 8 bytes */
	add	x2, x2, 8		/* and a null pointer */
	bl	main
	/* main returned. Process 1 must not exit, but if it does, the kernel's panic shows it. */
[#if calls?seq_contains("_exit")]
	b	_exit			/* its result, in w0, is the exit status, shown in the kernel's panic */
[#else]
	brk	0			/* no `_exit` in the recipe: end with a breakpoint that nothing handles */
[/#if]
	.size	_start, . - _start

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
