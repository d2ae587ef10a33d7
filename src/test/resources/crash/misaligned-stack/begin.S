	.globl	_start
_start:
	pop	%rdi
	call	main
	ud2
	.section .note.GNU-stack, "", @progbits
