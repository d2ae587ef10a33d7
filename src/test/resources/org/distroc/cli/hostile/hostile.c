/* A program that is told by a letter how to misbehave. With -DROLE it does not ask. */
#include "syscalls.h"

static char block[1 << 16];

static void say(const char *text)
{
	unsigned long length = 0;

	while (text[length])
		length++;
	write(1, text, length);
}

static void flood(void)
{
	for (unsigned long i = 0; i < sizeof(block); i++)
		block[i] = i % 80 == 79 ? '\n' : 'a' + i % 26;
	for (;;)
		write(1, block, sizeof(block));
}

/*
 * Commands to a terminal (clear it, name its window, colours, another character set, a question that
 * it answers by typing), directions of writing, ends of what XML and TAP may be quoted in, bytes that
 * are no UTF-8, characters that XML has not, and every byte there is.
 */
static void noise(void)
{
	static const char said[] =
		"\033[2J\033[31;5mred\033]0;a title\007\033]8;;http://example.org\033\\\033(0\033[c\033[6n"
		"\033P$q\"p\033\\\x9b" "2J\xc2\x9b" "2J"
		"\xe2\x80\xae backwards \xe2\x80\xa8 \xe2\x80\x8f"
		"]]> </system-out> <!-- &#0; & \"' # not ok 1\n"
		"\xed\xa0\x80 \xef\xbf\xbf \xf4\x90\x80\x80 \xc0\xaf \xff\xfe\n";

	for (int i = 0; i < 256; i++)
		block[i] = i;
	for (;;) {
		write(1, said, sizeof(said)); /* with the NUL at its end */
		write(1, block, 256);
	}
}

static void fork_bomb(void)
{
	say("forking\n");
	for (;;)
		fork();
}

static void restart(void)
{
	say("again\n");
	reboot(0xfee1dead, 672274793, 0x1234567, 0);
}

int main(void)
{
#ifdef ROLE
	char role = ROLE;
#else
	char role = 0;

	say("which? ");
	read(0, &role, 1);
#endif
	switch (role) {
	case 'f':
		flood();
		break;
	case 'n':
		noise();
		break;
	case 'b':
		fork_bomb();
		break;
	case 'r':
		restart();
		break;
	}
	for (;;)
		pause();
}
