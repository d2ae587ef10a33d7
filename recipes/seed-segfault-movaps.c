/*
 * The init of seed-segfault-movaps.yaml: its entry point is written in C.
 *
 * The compiler fills the array sixteen bytes at a time, with the instruction movaps, because it
 * relies on the array being aligned to 16 bytes; here it is not.
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
