/*
 * Where the program starts.
 *
 * The kernel jumps to _start, it doesn't call it: there is no return address, so this code can never
 * return. The stack, from the top:
 *
 *     argc, argv[0], argv[1], ..., 0, envp[0], envp[1], ..., 0
 *
 * C expects these three in registers: the first parameters of a function are in r3, r4 and r5. r12 is
 * the address of _start; the addresses of constants and variables are computed from r2.
 */
	.abiversion 2
	.section .text._start, "ax", @progbits
	.globl	_start
	.type	_start, @function
_start:
	addis	2, 12, .TOC.-_start@ha
	addi	2, 2, .TOC.-_start@l
	ld	3, 0(1)			/* argc */
	addi	4, 1, 8			/* argv */
	sldi	5, 3, 3			/* envp: after argc pointers of 8 bytes */
	add	5, 5, 4
	addi	5, 5, 8			/* and a null pointer */
	li	0, 0
	stdu	0, -32(1)		/* room for the callee's return address; no caller's frame */
	bl	main
	nop				/* the linker may put an instruction here that restores r2 */
	/* main returned. Process 1 must not exit, but if it does, the kernel's panic shows it. */
[#if calls?seq_contains("_exit")]
	bl	_exit			/* its result, in r3, is the exit status, shown in the kernel's panic */
	nop
[#else]
	trap				/* no `_exit` in the recipe: end with a trap that nothing handles */
[/#if]
	.size	_start, . - _start

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
