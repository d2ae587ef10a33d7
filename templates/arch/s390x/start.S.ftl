/*
 * Where the program starts.
 *
 * The kernel jumps to _start, it doesn't call it: there is no return address, so this code can never
 * return. The stack, from the top:
 *
 *     argc, argv[0], argv[1], ..., 0, envp[0], envp[1], ..., 0
 *
 * C expects these three in registers: the first parameters of a function are in r2, r3 and r4. The
 * kernel has aligned the stack to 8 bytes.
 */
	.section .text._start, "ax", @progbits
	.globl	_start
	.type	_start, @function
_start:
	lg	%r2, 0(%r15)		/* argc */
	la	%r3, 8(%r15)		/* argv */
	sllg	%r4, %r2, 3		/* envp: after argc pointers of 8 bytes */
	la	%r4, 8(%r4,%r3)		/* and a null pointer */
	aghi	%r15, -160		/* each function may save registers in 160 bytes of its caller */
	brasl	%r14, main
	/* main returned. Process 1 must not exit, but if it does, the kernel's panic shows it. */
[#if calls?seq_contains("_exit")]
	jg	_exit			/* its result, in r2, is the exit status, shown in the kernel's panic */
[#else]
	j	.+2			/* no `_exit` in the recipe: end with an invalid instruction */
[/#if]
	.size	_start, . - _start

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
