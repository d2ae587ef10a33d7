/*
 * The first program of seed-segfault-guard.yaml: its stack is guarded.
 *
 * The pragma does what the flag -fstack-protector-all would do, and what some compilers do without
 * being asked. Look at it: `objdump -d build/seed-segfault-guard/init.elf` shows %fs:0x28.
 */
#include "syscalls.h"

#pragma GCC optimize("stack-protector-all")

int main(void)
{
	static const char text[] = "You will never read this.\n";

	/* It does not come to this: main reads the secret number before it does anything else. */
	write(1, text, sizeof(text) - 1);
	for (;;)
		;
}

/* What a guarded function calls when its number was overwritten; a C library would have it. */
void __stack_chk_fail(void)
{
	for (;;)
		;
}
