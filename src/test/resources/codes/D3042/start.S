	.globl _start
_start:
	movb $_start, %al
1:	jmp 1b
