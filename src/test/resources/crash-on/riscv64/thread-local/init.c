#include "syscalls.h"

_Thread_local volatile int count = 5;

int main(void)
{
	count = count + 1;
	for (;;)
		ppoll(0, 0, 0, 0, 0);
}
