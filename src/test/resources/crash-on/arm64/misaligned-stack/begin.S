	.globl	_start
_start:
	sub	sp, sp, 8
	bl	main
	brk	0
	.section .note.GNU-stack, "", @progbits
