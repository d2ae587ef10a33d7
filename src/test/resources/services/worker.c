#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the services and steps under test run: the first argument says what it does. */
static void say(const char *text)
{
	if (write(1, text, strlen(text)) < 0)
		_exit(9);
}

static void stop(int signal)
{
	(void)signal;
	say("worker: stops\n");
	_exit(0);
}

static void run(void)
{
	signal(SIGTERM, stop);
	for (;;)
		pause();
}

static void make(const char *path)
{
	close(open(path, O_CREAT | O_WRONLY, 0644));
}

int main(int count, char **words)
{
	const char *what = words[1];
	const char *with = count > 2 ? words[2] : "";
	const char *setting = getenv("A");
	char text[200];

	if (!strcmp(what, "say")) {
		snprintf(text, sizeof(text), "worker: %s\n", with);
		say(text);
	} else if (!strcmp(what, "fail")) {
		return atoi(with);
	} else if (!strcmp(what, "crash")) {
		raise(SIGSEGV);
	} else if (!strcmp(what, "make")) {
		make(with);
	} else if (!strcmp(what, "slow")) {
		sleep(1);
		say("worker: slow is ready\n");
		make(with);
		run();
	} else if (!strcmp(what, "run")) {
		run();
	} else if (!strcmp(what, "stubborn")) {
		signal(SIGTERM, SIG_IGN);
		for (;;)
			pause();
	} else if (!strcmp(what, "sleep")) {
		sleep(atoi(with));
	} else if (!strcmp(what, "who")) {
		snprintf(text, sizeof(text), "worker: leads its session %d, terminal %d, A is %s, HOME is %s\n",
			 getsid(0) == getpid(), isatty(0) && tcgetpgrp(0) == getpid(),
			 setting ? setting : "unset", getenv("HOME"));
		say(text);
	} else if (!strcmp(what, "signal")) {
		signal(SIGTERM, stop);
		sleep(1);
		kill(1, atoi(with));
		run();
	} else if (!strcmp(what, "orphan") && !fork()) {
		setsid();
		say("worker: has no parent\n");
		run();
	}
	return 0;
}
