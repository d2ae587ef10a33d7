/*
 * The smallest init: it says one line, and stays.
 *
 * The kernel starts one program, process 1, and panics when that program ends. So after the greeting
 * it has to wait, for ever.
 */
[#if libc == "none"]
#include "syscalls.h" /* one function for each system call that the recipe lists */
[#elseif libc == "nolibc"]
#include <nolibc.h> /* all of it: its functions are in header files */
[#else]
#include <unistd.h>
[/#if]

int main(void)
{
	static const char greeting[] = "Hello from process 1\n";

	/* The kernel opened the console as file 1 for us. The zero byte at the end isn't sent. */
	write(1, greeting, sizeof(greeting) - 1);
	for (;;)
[#if libc != "none" || calls?seq_contains("pause")]
		pause(); /* sleep until a signal comes, which costs no processor time */
[#else]
		; /* with `pause` among the recipe's syscalls this would sleep instead of spin */
[/#if]
}
