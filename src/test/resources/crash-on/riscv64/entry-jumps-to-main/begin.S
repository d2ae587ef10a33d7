	.globl	_start
_start:
	tail	main
	.section .note.GNU-stack, "", @progbits
