/*
 * The init of seed-segfault-return.yaml: its entry point returns.
 *
 * The kernel puts the arguments on the stack and jumps to _start. On top of the stack is their
 * number, which is 1. A return uses the value on top of the stack as the return address, so this
 * program continues at address 1, which is not mapped.
 */
#include "syscalls.h"

void _start(void)
{
	static const char text[] = "Back to whoever called me.\n";
	volatile long written = 0;

	/* The sum prevents a tail call: otherwise `write` would return for both of them. */
	written += write(1, text, sizeof(text) - 1);

	/*
	 * With _exit(0) here the program would exit cleanly, and the kernel would still panic:
	 * process 1 must not exit. Only `for (;;)` is right.
	 */
}
