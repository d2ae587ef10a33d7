	.globl	_start
_start:
	jmp	main
	.section .note.GNU-stack, "", @progbits
