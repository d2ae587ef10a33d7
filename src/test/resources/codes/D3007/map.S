	.globl	map
	.type	map, @function
map:
	mov	$9, %eax
	syscall
	ret
	.size	map, . - map
	.section .note.GNU-stack, "", @progbits
