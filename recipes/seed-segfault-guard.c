/*
 * The init of seed-segfault-guard.yaml: compiled with a stack protector.
 *
 * The pragma does what the flag -fstack-protector-all would do, and what some compilers do by
 * default. `objdump -d build/seed-segfault-guard/init.elf` shows %fs:0x28.
 */
#include "syscalls.h"

#pragma GCC optimize("stack-protector-all")

int main(void)
{
	static const char text[] = "You will never read this.\n";

	/* This is never reached: main reads the canary before it does anything else. */
	write(1, text, sizeof(text) - 1);
	for (;;)
		;
}

/* Called when the canary was overwritten; a C library would provide it. */
void __stack_chk_fail(void)
{
	for (;;)
		;
}
