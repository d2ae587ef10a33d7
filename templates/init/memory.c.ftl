/*
 * The four functions that a C compiler may call on its own, even in a program that doesn't use
 * them: to copy a struct, to clear an array. Normally they come from the C library.
 *
 * They are short, not fast: a byte at a time. Each has its own section, so that the linker can
 * remove unused ones.
 */

/* gcc recognizes such loops, and would replace each by a call of the function that it is in. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

typedef __SIZE_TYPE__ size_t;

void *memcpy(void *to, const void *from, size_t size)
{
	char *next = to;
	const char *source = from;

	while (size--)
		*next++ = *source++;
	return to;
}

/* The two may overlap: then the bytes that are overwritten first must have been copied before. */
void *memmove(void *to, const void *from, size_t size)
{
	char *target = to;
	const char *source = from;

	if ((size_t)target - (size_t)source >= size)
		return memcpy(to, from, size);
	while (size--)
		target[size] = source[size];
	return to;
}

void *memset(void *to, int byte, size_t size)
{
	char *next = to;

	while (size--)
		*next++ = byte;
	return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
	const unsigned char *one = a;
	const unsigned char *other = b;

	for (; size; size--, one++, other++)
		if (*one != *other)
			return *one - *other;
	return 0;
}
