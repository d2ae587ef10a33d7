#include "syscalls.h"

void greet(const char *name);

int main(void)
{
	greet("world");
	for (;;)
		;
}
