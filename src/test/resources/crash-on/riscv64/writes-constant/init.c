#include "syscalls.h"

static const char greeting[] = "hello\n";

int main(void)
{
	*(volatile char *)greeting = 'H';
	for (;;)
		ppoll(0, 0, 0, 0, 0);
}
