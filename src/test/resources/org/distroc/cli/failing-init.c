/*
 * The first programs of guests that fail, one for each ROLE. They need no C library; where a role
 * wants one, it is compiled without -nostdlib.
 */
#define GREETING 1
#define EXIT 2
#define NULL_POINTER 3
#define NO_INSTRUCTION 4
#define CHECKS_PROCESSOR 5
#define RESTART 6
#define LOOP 7
#define POWEROFF 8
#define WILD_POINTER 9
#define DIVIDE 10
#define EAT 11
#define MISSES_FILE 12
#ifndef STATUS
#define STATUS 3
#endif

#ifdef __x86_64__
static long call(long number, long a, long b, long c)
{
	long result;
	register long fourth __asm__("r10") = 0;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "0"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
			 : "rcx", "r11", "memory");
	return result;
}

static void say(const char *text)
{
	long size = 0;

	while (text[size])
		size++;
	call(1, 1, (long)text, size);
}

static __attribute__((noreturn)) void end(int status)
{
	for (;;)
		call(60, status, 0, 0);
}

static __attribute__((noinline)) void play(void)
{
#if ROLE == EXIT
	end(STATUS);
#elif ROLE == NULL_POINTER
	*(volatile int *)8 = 1;
#elif ROLE == NO_INSTRUCTION
	__asm__ volatile("ud2");
#elif ROLE == WILD_POINTER
	*(volatile int *)0x7000000000 = 1;
#elif ROLE == DIVIDE
	volatile int none = 0;

	none = 7 / none;
#elif ROLE == EAT
	for (;;) {
		/* mmap of 1 MB, private, anonymous and populated. */
		register long flags __asm__("r10") = 0x8022;
		register long file __asm__("r8") = -1;
		register long offset __asm__("r9") = 0;
		long result;

		__asm__ volatile("syscall"
				 : "=a"(result)
				 : "0"(9), "D"(0), "S"(1 << 20), "d"(3), "r"(flags),
				   "r"(file), "r"(offset)
				 : "rcx", "r11", "memory");
	}
#elif ROLE == CHECKS_PROCESSOR
	/* What a C library that was built for x86-64-v2 does before main. */
	unsigned a = 1, b, c, d;

	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
	if (!(c & 1 << 20)) { /* SSE4.2 */
		say("Fatal glibc error: CPU does not support x86-64-v2\n");
		end(127);
	}
#elif ROLE == MISSES_FILE
	say("init: " FILE ": No such file or directory\n");
	end(1);
#elif ROLE == RESTART
	call(169, (int)0xfee1dead, 0x28121969, 0x01234567);
#elif ROLE == POWEROFF
	call(169, (int)0xfee1dead, 0x28121969, 0x4321fedc);
#endif
}
#endif

#ifdef LIBRARY
int main(void)
{
#else
void _start(void)
{
#endif
#ifdef __x86_64__
#ifndef SILENT
	say("It runs.\n");
#endif
	play();
#endif
	for (;;)
		;
}
