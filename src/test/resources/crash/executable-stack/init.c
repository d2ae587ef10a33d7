#include "syscalls.h"

__attribute__((noinline)) static void twice(void (*action)(void))
{
	__asm__ volatile("" : "+r"(action));
	action();
	action();
}

int main(void)
{
	volatile int count = 0;

	void more(void)
	{
		count++;
	}

	twice(more);
	for (;;)
		pause();
}
