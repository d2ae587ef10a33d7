/*
 * The smallest useful shell. It is also init, process 1.
 *
 * The kernel starts one program, and every other process descends from it. This one shows a prompt,
 * reads a line, splits it into words, and runs the first word as a program with all the words as
 * its arguments. Try `/init`: that starts a second shell inside the first.
 *
 * Process 1 must never end: the kernel panics when it does. So main has no way out.
 */
[#if libc == "none"]
#include "syscalls.h" /* one function for each system call that the recipe lists */
[#elseif libc == "nolibc"]
#include <nolibc.h> /* all of it: its functions are in header files */
[#else]
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
[/#if]

enum {
	CONSOLE_IN = 0, /* The kernel opened /dev/console three times for us: */
	CONSOLE_OUT = 1, /* file 0 to read from, 1 to write to, 2 for errors. */
	LINE_SIZE = 1024
};

/*
 * A line that was typed, and where its words start in it. Two words have a space between them, so
 * there cannot be more words than fit; the one more is for the null pointer at their end.
 *
 * It lives on the stack. Variables outside of functions would need a second segment in the file.
 */
struct command {
	char *words[LINE_SIZE / 2 + 1];
	char line[LINE_SIZE];
};

/* Writes a text to the console, up to the zero byte that ends it. */
static void say(const char *text)
{
	const char *end = text;

	while (*end != 0)
		end++;
	write(CONSOLE_OUT, text, end - text);
}

/*
 * The console cannot be read, and never will be. There is nobody to talk to, but process 1 must not
 * end.
 */
static void stay(void)
{
	for (;;)
[#if libc != "none" || calls?seq_contains("pause")]
		pause(); /* sleep until a signal comes, which costs no processor time */
[#else]
		; /* with `pause` among the recipe's syscalls this would sleep instead of spin */
[/#if]
}

/*
 * Reads one line, without its newline and with a zero byte at its end. Returns 0 when it is too
 * long. The whole line has been read all the same: what did not fit must not be taken for the next
 * command.
 *
 * It reads one character at a time. That is slow, but what follows the newline belongs to the
 * program that the line starts, which reads from the same console.
 */
static int read_line(struct command *command)
{
	char *last = command->line + LINE_SIZE - 1;
	char *next = command->line;

	for (;;) {
		long got = read(CONSOLE_IN, next, 1);

		if (got < 0)
			stay();
		/* No character and no error: end of input, typed as Ctrl-D. A console goes on. */
		if (got == 0 || *next == '\n')
			break;
		if (next != last)
			next++;
	}
	*next = 0;
	return next != last;
}

/*
 * Splits the line where it has spaces, tabs or other control characters. Words are not copied: a
 * zero byte in the line ends each of them. A null pointer ends the list of words, as execve wants.
 *
 * Were it static like the others, gcc would copy it into main, which takes a few bytes more.
 */
void split(struct command *command)
{
	char *next = command->line;
	char **word = command->words;
	char before = 0; /* the character before `next`; 0 when a word can start here */

	for (; *next != 0; next++) {
		if ((unsigned char)*next <= ' ')
			*next = 0;
		else if (before == 0)
			*word++ = next;
		before = *next;
	}
	*word = 0;
}

/*
 * Runs a program and waits for its end. fork makes a copy of this process, and both return from it:
 * the copy gets 0, the original gets the number of the copy. execve then replaces the copy by the
 * program; it only comes back if that failed.
 */
static void run(const char *program, struct command *command, char **environment)
{
	long child = fork();

	if (child < 0) {
		say("no memory\n");
		return;
	}
	if (child == 0) {
		/* The casts: C libraries and the kernel disagree on which of these are const. */
		execve(program, (void *)command->words, (void *)environment);
		say(program);
		say(": cannot run\n");
		_exit(127); /* the number by which shells say "command not found" */
	}
	/*
	 * When a process ends, its own children become children of process 1, which has to collect
	 * them as they end. So wait for any child (-1), until it is the one that we started.
	 */
	while (wait4(-1, 0, 0, 0) != child)
		;
}

int main(int count, char **arguments, char **environment)
{
	struct command command;

	(void)count;
	(void)arguments;
	for (;;) {
		say("# ");
		if (!read_line(&command)) {
			say("too long\n");
			continue;
		}
		split(&command);
		if (command.words[0]) /* an empty line has no first word */
			run(command.words[0], &command, environment);
	}
}
