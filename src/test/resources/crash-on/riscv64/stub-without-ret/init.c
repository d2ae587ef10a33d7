#include "syscalls.h"

long say(int file, const char *text, size_t size);
long quit(int code);

int main(void)
{
	say(1, "hello\n", 6);
	for (;;)
		ppoll(0, 0, 0, 0, 0);
	quit(0);
}
