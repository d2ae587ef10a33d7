/*
 * The first program of seed-segfault-return.yaml: its entry returns.
 *
 * The kernel puts the arguments on the stack and jumps to _start. On top of the stack is their
 * number, which is 1. A return takes the number on top of the stack for the address to go back to,
 * so this program goes on at address 1, where nothing is.
 */
#include "syscalls.h"

void _start(void)
{
	static const char text[] = "Back to whoever called me.\n";
	volatile long written = 0;

	/* The sum is for the compiler: else it would let `write` return for both of them. */
	written += write(1, text, sizeof(text) - 1);

	/*
	 * With _exit(0) here the program would end well, and the kernel would panic all the same:
	 * process 1 must not end. Only `for (;;)` is right.
	 */
}
