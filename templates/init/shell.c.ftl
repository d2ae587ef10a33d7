/*
 * The smallest useful shell. It is also init, process 1.
 *
 * The kernel starts one program, and every other process descends from it. This one shows a prompt,
 * reads a line, splits it into words, and runs the first word as a program with all the words as
 * its arguments. Try `/init`: that starts a second shell inside the first.
 *
 * Process 1 must never exit: the kernel panics when it does. So main never returns.
 */
[#if libc == "none"]
#include "syscalls.h" /* one function for each system call that the recipe lists */
[#elseif libc == "nolibc"]
#include <nolibc.h> /* the whole library: its functions are in header files */
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
 * A command line, and where each of its words starts. Words are separated by spaces, so this is the
 * largest possible number of words; one more is for the null pointer at the end.
 *
 * It is on the stack. Global variables would need a second segment in the file.
 */
struct command {
	char *words[LINE_SIZE / 2 + 1];
	char line[LINE_SIZE];
};

/* Writes a zero-terminated text to the console. */
static void say(const char *text)
{
	const char *end = text;

	while (*end != 0)
		end++;
	write(CONSOLE_OUT, text, end - text);
}

/*
 * The console cannot be read, now or later. There is nothing left to do, but process 1 must not
 * exit.
 */
static void stay(void)
{
	for (;;)
[#if libc != "none" || calls?seq_contains("pause")]
		pause(); /* sleep until a signal arrives, which takes no CPU time */
[#elseif calls?seq_contains("ppoll")]
		ppoll(0, 0, 0, 0, 0); /* sleep until a signal arrives, which takes no CPU time */
[#else]
		; /* with `pause` among the recipe's syscalls this would sleep instead of spin */
[/#if]
}

/*
 * Reads one line, without its newline and with a zero byte at its end. Returns 0 if it is too long.
 * Even then it reads the whole line, so that the rest of it is not taken for the next
 * command.
 *
 * It reads one character at a time. That is slow, but input after the newline belongs to the
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
		/* No character and no error: end of input, typed as Ctrl-D. A console continues. */
		if (got == 0 || *next == '\n')
			break;
		if (next != last)
			next++;
	}
	*next = 0;
	return next != last;
}

/*
 * Splits the line at spaces, tabs and other control characters. Words are not copied: each one is
 * terminated by a zero byte in the line. A null pointer ends the list of words, as execve expects.
 *
 * If it were static like the others, gcc would inline it into main, which takes a few bytes more.
 */
void split(struct command *command)
{
	char *next = command->line;
	char **word = command->words;
	char before = 0; /* the character before `next`; 0 if a word can start here */

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
 * Runs a program and waits until it exits. fork duplicates this process, and returns in both: the
 * child gets 0, the parent gets the PID of the child. execve then replaces the child with the
 * program; it only returns if that failed.
 */
static void run(const char *program, struct command *command, char **environment)
{
[#if libc == "none" && !calls?seq_contains("fork")]
	/* fork, on architectures without it: 17 is SIGCHLD, the signal when the child exits. */
	long child = clone(17, 0, 0, 0, 0);
[#else]
	long child = fork();
[/#if]

	if (child < 0) {
		say("no memory\n");
		return;
	}
	if (child == 0) {
		/* The casts: C libraries and the kernel disagree on which of these are const. */
		execve(program, (void *)command->words, (void *)environment);
		say(program);
		say(": cannot run\n");
		_exit(127); /* the status that shells use for "command not found" */
	}
	/*
	 * When a process exits, its children become children of process 1, which has to reap them
	 * when they exit. So wait for any child (-1), until it is the one that we started.
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
