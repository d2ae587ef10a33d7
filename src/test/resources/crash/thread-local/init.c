#include "syscalls.h"

_Thread_local volatile int count = 5;

int main(void)
{
	count = count + 1;
	for (;;)
		pause();
}
