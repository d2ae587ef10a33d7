#include "syscalls.h"

typedef float four __attribute__((vector_size(16)));

int main(void)
{
	volatile four zero = {0, 0, 0, 0};

	(void)zero;
	for (;;)
		pause();
}
