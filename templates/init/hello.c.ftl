/*
 * The smallest init: it prints one line, and waits.
 *
 * The kernel starts one program, process 1, and panics when that program exits. So after the greeting
 * it has to wait for ever.
 */
[#if libc == "none"]
#include "syscalls.h" /* one function for each system call that the recipe lists */
[#elseif libc == "nolibc"]
#include <nolibc.h> /* the whole library: its functions are in header files */
[#else]
#include <unistd.h>
[/#if]

int main(void)
{
	static const char greeting[] = "Hello from process 1\n";

	/* File descriptor 1 is the console, opened by the kernel. The final zero byte isn't sent. */
	write(1, greeting, sizeof(greeting) - 1);
	for (;;)
[#if libc != "none" || calls?seq_contains("pause")]
		pause(); /* sleep until a signal arrives, which takes no CPU time */
[#elseif calls?seq_contains("ppoll")]
		ppoll(0, 0, 0, 0, 0); /* sleep until a signal arrives, which takes no CPU time */
[#else]
		; /* with `pause` among the recipe's syscalls this would sleep instead of spin */
[/#if]
}
