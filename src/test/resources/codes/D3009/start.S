	.globl	_start
_start:
	mov	$1, %eax
	mov	$1, %edi
	mov	$greeting, %esi
	mov	$6, %edx
	syscall
	ret

	.section .rodata
greeting:
	.ascii	"hello\n"
	.section .note.GNU-stack, "", @progbits
