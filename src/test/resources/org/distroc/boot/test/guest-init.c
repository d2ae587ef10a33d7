/* The first program of the guests in the tests; ROLE says what it does. It needs no library. */
#define PROMPT 1    /* answers each line that is typed */
#define EXIT 2      /* ends with status 3, which the kernel does not survive */
#define HANG 3      /* says one thing, then nothing, for ever */
#define FLOOD 4     /* never stops talking */
#define RESTART 5   /* says good-bye and restarts the machine */
#define CRASH 6     /* touches memory that is not there */
#define NOISE 7     /* says a word in the middle of escape sequences and binary */
#define LINES 8     /* numbers 300 lines, then prompts */

static long call(long number, long a, long b, long c, long d)
{
	long result;
	register long r10 __asm__("r10") = d;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
			 : "rcx", "r11", "memory");
	return result;
}

static void say(const char *text)
{
	long length = 0;
	while (text[length])
		length++;
	call(1, 1, (long)text, length, 0);
}

static void say_number(int number)
{
	char digits[5] = "0000";
	for (int i = 3; i >= 0; i--, number /= 10)
		digits[i] = '0' + number % 10;
	say(digits);
}

static void sleep_for_ever(void)
{
	for (;;)
		call(34, 0, 0, 0, 0); /* pause */
}

/* 10 ms, so that whoever looks at the screen sees every line. */
static void rest(void)
{
	long time[2] = {0, 10000000};
	call(35, (long)time, 0, 0, 0); /* nanosleep */
}

static void prompt(void)
{
	static char line[1024];
	for (;;) {
		say("# ");
		long length = call(0, 0, (long)line, sizeof(line), 0);
		if (length <= 0)
			sleep_for_ever();
		line[length - 1] = 0;
		say("you said <");
		say(line);
		say(">\n");
	}
}

__attribute__((noreturn, used)) void start(void)
{
	switch (ROLE) {
	case PROMPT:
		prompt();
	case EXIT:
		say("about to end\n");
		call(60, 3, 0, 0, 0);
	case HANG:
		say("waiting\n");
		sleep_for_ever();
	case FLOOD:
		for (;;)
			say("0123456789012345678901234567890123456789012345678901234567890123456789\n");
	case RESTART:
		say("good-bye\n");
		call(169, 0xfee1dead, 672274793, 0x1234567, 0);
	case CRASH:
		*(volatile int *)0x28 = 1;
	case NOISE:
		say("\033[2J\033[1;31mre\033[0md\033]0;title\007 al\xff\xfe\x01" "ert\033(B\n");
		sleep_for_ever();
	case LINES:
		for (int i = 1; i <= 300; i++) {
			say("line ");
			say_number(i);
			say("\n");
			if (i % 5 == 0)
				rest();
		}
		prompt();
	}
	sleep_for_ever();
	__builtin_unreachable();
}

__asm__(".globl _start\n_start:\n\txor %ebp,%ebp\n\tand $-16,%rsp\n\tcall start\n");
