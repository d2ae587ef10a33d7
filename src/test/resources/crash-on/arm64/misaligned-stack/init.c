#include "syscalls.h"

int main(void)
{
	volatile long here = 0;

	(void)here;
	for (;;)
		ppoll(0, 0, 0, 0, 0);
}
