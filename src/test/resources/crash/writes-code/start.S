	.globl	_start
_start:
	incl	count
1:	jmp	1b
count:
	.long	0
	.section .note.GNU-stack, "", @progbits
