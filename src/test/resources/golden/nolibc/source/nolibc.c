/*
 * The init of nolibc.yaml: ordinary C, with the C library in the kernel source.
 *
 * nolibc.h is the only header. It does not have everything: no <stdio.h> streams for files, no
 * locales, no threads, no floating-point numbers in printf.
 */
#include <nolibc.h>

/* The result of uname(2); some versions of nolibc have no function for it. */
struct names {
	char system[65], node[65], release[65], version[65], machine[65], domain[65];
};

int main(void)
{
	struct names names;
	int status = 0;
	pid_t child;

	/* A system call without a function in nolibc is called by its number. */
	if (my_syscall1(__NR_uname, &names) == 0)
		printf("%s %s\n", names.system, names.release);
	printf("I am process %d, and 6 times 7 is %d.\n", getpid(), 6 * 7);

	child = fork();
	if (child == 0)
		exit(3);
	waitpid(child, &status, 0);
	printf("My child ended with status %d.\n", WEXITSTATUS(status));

	/* Process 1 must never exit: the kernel would panic. */
	for (;;)
		sleep(1000);
}
