/*
 * Where the program starts.
 *
 * The kernel jumps to _start, it doesn't call it: there is no return address, so this code can never
 * return. The stack, from the top:
 *
 *     argc, argv[0], argv[1], ..., 0, envp[0], envp[1], ..., 0
 *
 * C expects these three in registers: the first parameters of a function are in r0, r1 and r2. The
 * kernel has aligned the stack to 8 bytes.
 */
	.syntax unified
	.thumb
	.section .text._start, "ax", %progbits
	.globl	_start
	.type	_start, %function
	/* The type `function` tells the linker that this is Thumb code: bit 0 of its address is set. */
_start:
	ldr	r0, [sp]		/* argc */
	add	r1, sp, #4		/* argv */
	add	r2, r1, r0, lsl #2	/* envp: after argc pointers of 4 bytes */
	adds	r2, r2, #4		/* and a null pointer */
	bl	main
	/* main returned. Process 1 must not exit, but if it does, the kernel's panic shows it. */
[#if calls?seq_contains("_exit")]
	b	_exit			/* its result, in r0, is the exit status, shown in the kernel's panic */
[#else]
	udf	#0			/* no `_exit` in the recipe: end with an invalid instruction */
[/#if]
	.size	_start, . - _start

/*
 * Where gcc's own library goes when a number is divided by 0. Its usual functions there send a signal
 * through a C library.
 */
	.section .text.__aeabi_ldiv0, "ax", %progbits
	.globl	__aeabi_idiv0, __aeabi_ldiv0
	.type	__aeabi_idiv0, %function
	.type	__aeabi_ldiv0, %function
__aeabi_idiv0:
__aeabi_ldiv0:
	udf	#0
	.size	__aeabi_ldiv0, . - __aeabi_ldiv0

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", %progbits
