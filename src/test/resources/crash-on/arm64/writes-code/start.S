	.globl	_start
_start:
	adr	x0, count
	mov	w1, 1
	str	w1, [x0]
1:	b	1b
	.balign	4
count:
	.word	0
	.section .note.GNU-stack, "", @progbits
