/*
 * The four functions that a C compiler may call on its own, even in a program that doesn't use
 * them: to copy a struct, to clear an array. Normally they come from the C library.
 *
 * They are short, not fast: `rep movsb` copies rcx bytes from rsi to rdi in one instruction. The
 * linker removes the unused ones.
 */

/* void *memcpy(void *to, const void *from, size_t size) */
	.section .text.memcpy, "ax", @progbits
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	mov	%rdi, %rax		/* the result is the first parameter */
	mov	%rdx, %rcx
	rep movsb
	ret
	.size	memcpy, . - memcpy

/* void *memmove(void *to, const void *from, size_t size): the two may overlap */
	.section .text.memmove, "ax", @progbits
	.globl	memmove
	.type	memmove, @function
memmove:
	mov	%rdi, %rax
	mov	%rdx, %rcx
	sub	%rsi, %rdi		/* to - from, as an unsigned number: if it is below size, */
	cmp	%rdx, %rdi		/* a copy from the start would overwrite its own source */
	lea	(%rsi,%rdi), %rdi
	jb	1f
	rep movsb
	ret
1:	lea	-1(%rdi,%rdx), %rdi	/* so copy from the last byte down */
	lea	-1(%rsi,%rdx), %rsi
	std
	rep movsb
	cld				/* C code relies on a clear direction flag */
	ret
	.size	memmove, . - memmove

/* void *memset(void *to, int byte, size_t size) */
	.section .text.memset, "ax", @progbits
	.globl	memset
	.type	memset, @function
memset:
	mov	%rdi, %r8
	mov	%esi, %eax
	mov	%rdx, %rcx
	rep stosb
	mov	%r8, %rax
	ret
	.size	memset, . - memset

/* int memcmp(const void *a, const void *b, size_t size) */
	.section .text.memcmp, "ax", @progbits
	.globl	memcmp
	.type	memcmp, @function
memcmp:
	mov	%rdx, %rcx
	xor	%eax, %eax		/* also sets the zero flag: zero bytes are equal */
	repe cmpsb
	je	1f
	movzbl	-1(%rdi), %eax		/* cmpsb has already advanced past the bytes that differ */
	movzbl	-1(%rsi), %ecx
	sub	%ecx, %eax
1:	ret
	.size	memcmp, . - memcmp

	/* This code needs no executable stack; without this note the linker assumes that it does. */
	.section .note.GNU-stack, "", @progbits
