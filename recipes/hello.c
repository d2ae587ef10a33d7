/*
 * The init of hello.yaml.
 *
 * There is no C library: no printf, no malloc, no errno. There are only the system calls that the
 * recipe lists, declared in the generated syscalls.h.
 */
#include "syscalls.h"

int main(void)
{
	static const char text[] = "Hello, world. I am process 1.\n";

	/* File descriptor 1 is the console: the kernel opened it before it started this program. */
	write(1, text, sizeof(text) - 1);

	/* Process 1 must never exit: the kernel would panic. pause sleeps until a signal arrives. */
	for (;;)
		pause();
}
