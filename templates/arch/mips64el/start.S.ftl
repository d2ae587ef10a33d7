/*
 * Where the program starts.
 *
 * The kernel jumps to _start, it doesn't call it: there is no return address, so this code can never
 * return. The stack, from the top:
 *
 *     argc, argv[0], argv[1], ..., 0, envp[0], envp[1], ..., 0
 *
 * C expects these three in registers: the first parameters of a function are in $4, $5 and $6, also
 * called a0 to a2. $29 is the stack pointer. The instruction after a jump is executed before it.
 */
	.section .text._start, "ax", @progbits
	.globl	_start
	.type	_start, @function
	.ent	_start
_start:
	.set	noreorder
	ld	$4, 0($29)		/* argc */
	daddiu	$5, $29, 8		/* argv */
	dsll	$6, $4, 3		/* envp: after argc pointers of 8 bytes */
	daddu	$6, $6, $5
	jal	main
	daddiu	$6, $6, 8		/* and a null pointer */
	/* main returned. Process 1 must not exit, but if it does, the kernel's panic shows it. */
[#if calls?seq_contains("_exit")]
	j	_exit			/* its result is the exit status, shown in the kernel's panic */
	move	$4, $2
[#else]
	break	0			/* no `_exit` in the recipe: end with a breakpoint that nothing handles */
[/#if]
	.end	_start
	.size	_start, . - _start

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
