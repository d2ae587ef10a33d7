/*
 * The four functions that a C compiler may call on its own, even in a program that doesn't name
 * them: to copy a struct, to clear an array. A C library has them; here they are without one.
 *
 * They are short, not fast: `rep movsb` copies ecx bytes from esi to edi in one instruction. The
 * linker drops those that are not called. Parameters come in eax, edx and ecx.
 */

/* void *memcpy(void *to, const void *from, size_t size) */
	.section .text.memcpy, "ax", @progbits
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	push	%edi
	push	%esi
	mov	%eax, %edi		/* the result is the first parameter, and stays in eax */
	mov	%edx, %esi
	rep movsb
	pop	%esi
	pop	%edi
	ret
	.size	memcpy, . - memcpy

/* void *memmove(void *to, const void *from, size_t size): the two may overlap */
	.section .text.memmove, "ax", @progbits
	.globl	memmove
	.type	memmove, @function
memmove:
	push	%edi
	push	%esi
	mov	%eax, %edi
	mov	%edx, %esi
	sub	%esi, %edi		/* to - from, as an unsigned number: if it is below size, */
	cmp	%ecx, %edi		/* a copy from the start would overwrite its own source */
	mov	%eax, %edi
	jb	1f
	rep movsb
	jmp	2f
1:	lea	-1(%edi,%ecx), %edi	/* so copy from the last byte down */
	lea	-1(%esi,%ecx), %esi
	std
	rep movsb
	cld				/* C code counts on copies going up */
2:	pop	%esi
	pop	%edi
	ret
	.size	memmove, . - memmove

/* void *memset(void *to, int byte, size_t size) */
	.section .text.memset, "ax", @progbits
	.globl	memset
	.type	memset, @function
memset:
	push	%edi
	push	%eax
	mov	%eax, %edi
	mov	%edx, %eax
	rep stosb
	pop	%eax
	pop	%edi
	ret
	.size	memset, . - memset

/* int memcmp(const void *a, const void *b, size_t size) */
	.section .text.memcmp, "ax", @progbits
	.globl	memcmp
	.type	memcmp, @function
memcmp:
	push	%esi
	push	%edi
	mov	%eax, %esi
	mov	%edx, %edi
	xor	%eax, %eax		/* also sets the zero flag: nothing to compare is equal */
	repe cmpsb
	je	1f
	movzbl	-1(%esi), %eax		/* cmpsb has already gone past the bytes that differ */
	movzbl	-1(%edi), %ecx
	sub	%ecx, %eax
1:	pop	%edi
	pop	%esi
	ret
	.size	memcmp, . - memcmp

/*
 * Functions of gcc's own library, which take all parameters on the stack. A number of 64 bits comes
 * in eax and edx here; a second one is on the stack already. The linker's --wrap calls these.
 */
	.macro	libgcc name, words
	.section .text.\name, "ax", @progbits
	.globl	__wrap_\name
	.type	__wrap_\name, @function
__wrap_\name:
	.rept	\words
	push	4*\words(%esp)
	.endr
	push	%edx
	push	%eax
	call	__real_\name
	add	$4*\words+8, %esp
	ret
	.size	__wrap_\name, . - __wrap_\name
	.endm

	libgcc	__divdi3, 2
	libgcc	__moddi3, 2
	libgcc	__udivdi3, 2
	libgcc	__umoddi3, 2
	libgcc	__divmoddi4, 3
	libgcc	__udivmoddi4, 3
	libgcc	__popcountdi2, 0

	/* Says that this code needs no executable stack; without it the linker assumes the worst. */
	.section .note.GNU-stack, "", @progbits
