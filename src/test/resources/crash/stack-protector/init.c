#include "syscalls.h"

int main(void)
{
	char greeting[] = "hello\n";

	write(1, greeting, sizeof(greeting) - 1);
	for (;;)
		pause();
}
