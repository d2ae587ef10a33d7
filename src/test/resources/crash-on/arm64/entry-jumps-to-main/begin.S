	.globl	_start
_start:
	b	main
	.section .note.GNU-stack, "", @progbits
