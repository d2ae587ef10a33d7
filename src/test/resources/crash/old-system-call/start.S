	.globl	_start
_start:
	mov	$4, %eax
	mov	$1, %ebx
	mov	$greeting, %ecx
	mov	$6, %edx
	int	$0x80
1:	jmp	1b

	.section .rodata
greeting:
	.ascii	"hello\n"
	.section .note.GNU-stack, "", @progbits
