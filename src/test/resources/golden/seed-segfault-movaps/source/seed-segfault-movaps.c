/*
 * The first program of seed-segfault-movaps.yaml: its entry is written in C.
 *
 * The compiler fills the array by sixteen bytes at once, with the instruction movaps, for it knows
 * that the array's address is a multiple of 16; which here it is not.
 */
#include "syscalls.h"

static __attribute__((noinline)) void greet(void)
{
	__attribute__((aligned(16))) char line[] = "The stack is aligned.\n";

	write(1, line, sizeof(line) - 1);
}

void _start(void)
{
	greet();
	for (;;)
		;
}
