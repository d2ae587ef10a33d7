#include "syscalls.h"

__attribute__((weak)) void prepare(void);

int main(void)
{
	prepare();
	for (;;)
		ppoll(0, 0, 0, 0, 0);
}
