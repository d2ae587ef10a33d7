	.globl	_start
_start:
	la	a0, count
	li	a1, 1
	sw	a1, 0(a0)
1:	j	1b
	.balign	4
count:
	.word	0
	.section .note.GNU-stack, "", @progbits
