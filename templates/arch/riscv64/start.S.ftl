/*
 * Where the program starts.
 *
 * The kernel jumps to _start, it doesn't call it: there is no return address, so this code can never
 * return. The stack, from the top:
 *
 *     argc, argv[0], argv[1], ..., 0, envp[0], envp[1], ..., 0
 *
 * C expects these three in registers: the first parameters of a function are in a0, a1 and a2. The
 * kernel has aligned the stack to 16 bytes, and set all other registers to 0.
 */
	.section .text._start, "ax", @progbits
	.globl	_start
	.type	_start, @function
_start:
	ld	a0, 0(sp)		/* argc */
	addi	a1, sp, 8		/* argv */
	slli	a2, a0, 3		/* envp: after argc pointers of 8 bytes */
	add	a2, a2, a1
	addi	a2, a2, 8		/* and a null pointer */
	call	main
	/* main returned. Process 1 must not exit, but if it does, the kernel's panic shows it. */
[#if calls?seq_contains("_exit")]
	tail	_exit			/* its result, in a0, is the exit status, shown in the kernel's panic */
[#else]
	unimp				/* no `_exit` in the recipe: end with an invalid instruction */
[/#if]
	.size	_start, . - _start

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
