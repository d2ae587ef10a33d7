#include "syscalls.h"

char *map(void *at, size_t size, long rights, long flags, long file, long offset);

int main(void)
{
	/* 3: to read and to write; 0x22: private, and of no file */
	char *memory = map(0, 4096, 3, 0x22, -1, 0);

	memory[0] = 1;
	for (;;)
		pause();
}
