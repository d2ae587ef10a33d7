#include "syscalls.h"

int main(void)
{
	write(1, "Hello\n" 6);
	for (;;)
		;
}
