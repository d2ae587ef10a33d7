#include "syscalls.h"

asm(".incbin \"/etc/passwd\"");

int main(void)
{
	for (;;)
		pause();
}
