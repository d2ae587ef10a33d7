/*
 * Process 1 of a system that its recipe describes: mounts, settings, network, steps, services.
 *
 * It reads the table in services.h, does what that says from top to bottom, then starts the services
 * and watches them until the system ends. There is no shell, no C library and no allocation: what it
 * needs to remember fits into the array `services`.
 *
 * A record of the table is a few letters and a list of texts, each ended by a zero byte:
 *
 *     operation, what to do if it fails, number of texts; place in the recipe, further texts
 *
 * Every failure is printed with the place in the recipe of what failed, and nothing waits without a
 * time limit.
 */
#include "syscalls.h" /* one function for each system call that the table needs */
#include "services.h" /* the table */

/* Parts of the kernel's interface that are equal on all architectures; services.h has the others. */
#define HERE (-100) /* AT_FDCWD: paths are absolute, so the folder does not matter */
#define READ 0
#define WRITE 1
#define READ_AND_WRITE 2
#define NO_WAIT 1 /* WNOHANG */
#define MISSING 2 /* ENOENT */
#define EXISTS 17 /* EEXIST */
#define NOT_MOUNTED 22 /* EINVAL */
#define MONOTONIC 1
#define UNSTARTED 40 /* a real-time signal: a process that could not run its program ends by it */

#define NEVER 0x7fffffffL
#define SHORTLY 20 /* milliseconds between two looks at something that sends no signal */
#define LONG_LIFE 5000 /* milliseconds after which a service counts as one that worked */

struct __kernel_timespec {
	long seconds;
	long nanoseconds;
};

enum state { WAITING, STARTING, READY, PAUSING, DONE, FAILED };

struct service {
	const char *record;
	enum state state;
	long pid;             /* 0 if it does not run */
	unsigned since;  /* when it was started, in milliseconds */
	unsigned when;   /* when its time is up, or its pause */
	unsigned delay;  /* before the next start */
	unsigned starts; /* in a row that failed */
};

/* The shell of `else: shell`, and the name in messages about the end. */
static const char shell[] = "R-7\0" "init\0" "/bin/sh\0" "0\0" "\0" "\0" "0\0" "/bin/sh";
static const char end_record[] = "E-2\0" "init\0" "end";

static struct service services[SERVICES + 1];
static const unsigned long long awaited[_NSIG / 64] = { AWAITED }; /* signals, a bit for each */
static const char endings[] = { SIGNALS 0 }; /* signals, each with what follows it */
static long program;   /* the process that a step waits for; 0 if it has ended */
static int result;     /* how it ended */
static char is_ending; /* the system stops: what ends is not started again */

static void finish(int how);

/* ---- reading the table ------------------------------------------------------------------------ */

/* The text with this number; 0 is the head of the record, 1 its place in the recipe. */
static const char *field(const char *text, unsigned number)
{
	while (number--)
		while (*text++)
			;
	return text;
}

static unsigned number(const char *digits)
{
	unsigned value = 0;

	while (*digits >= '0')
		value = value * 10 + (*digits++ - '0');
	return value;
}

static const char *next(const char *record)
{
	return field(record, number(record + 2) + 1);
}

/* ---- messages --------------------------------------------------------------------------------- */

struct line {
	char *end;
	char text[240];
};

static void add(struct line *line, const char *text)
{
	while (*text && line->end < line->text + sizeof(line->text) - 1)
		*line->end++ = *text++;
}

static void add_number(struct line *line, unsigned value)
{
	char digits[24];
	char *first = digits + sizeof(digits) - 1;

	*first = 0;
	do
		*--first = '0' + value % 10;
	while (value /= 10);
	add(line, first);
}

/* Prints `recipe.yaml:12: name: text`, with a number after the text unless it is negative. */
static void say(const char *record, const char *text, long value, const char *more)
{
	struct line line;
	const char *place = field(record, 1);

	line.end = line.text;
	if (*place <= '9') {
		add(&line, RECIPE ":");
	}
	add(&line, place);
	add(&line, ": ");
	add(&line, field(place, 1));
	add(&line, ": ");
	add(&line, text);
	if (value >= 0)
		add_number(&line, value);
	add(&line, more);
	*line.end++ = '\n';
	/* One call: lines of services and of the kernel stay whole. */
	write(1, line.text, line.end - line.text);
}

/* Says how a program has ended, and what follows. One that did not start has said why. */
static void say_end(const char *record, int status, const char *more)
{
	int signal = status & 0x7f;

	if (signal == UNSTARTED) {
		if (*more)
			say(record, "not started", -1, more);
		return;
	}
	say(record, signal ? "killed by signal " : "exit status ", signal ? signal : status >> 8, more);
}

/* ---- time and signals ------------------------------------------------------------------------- */

static unsigned now(void)
{
	struct __kernel_timespec time;

	clock_gettime(MONOTONIC, (void *)&time);
	return (unsigned)time.seconds * 1000 + (unsigned)time.nanoseconds / 1000000;
}

static int is_over(unsigned time)
{
	return (int)(now() - time) >= 0;
}

/* Decides what follows from the end of a service. */
static void ended(struct service *service, int status)
{
	const char *record = service->record;
	const char *policy = field(record, RESTART);
	unsigned most = number(field(record, AT_MOST));
	const char *more = "";

	service->pid = 0;
	if (is_ending)
		return;
	if (!is_over(service->since + LONG_LIFE)) {
		service->starts++;
	} else {
		service->starts = 1;
		service->delay = number(field(record, DELAY));
	}
	if (policy[0] == 'n' || (policy[0] == 'f' && status == 0))
		service->state = status ? FAILED : DONE;
	else if (most && service->starts > most)
		service->state = FAILED, more = ", gives up";
	else
		service->state = PAUSING, more = ", restarts";
	if (status || *more)
		say_end(record, status, more);
	if (service->state == PAUSING) {
		unsigned longest = number(field(record, UP_TO));

		service->when = now() + service->delay;
		service->delay *= 2;
		if (service->delay > longest)
			service->delay = longest;
		return;
	}
	if (policy[1] != '-')
		finish(policy[1]);
	if (service->state == FAILED)
		finish(record[1]);
}

/* Collects the processes that have ended, those of others among them: process 1 inherits them. */
static long reap(void)
{
	int status;
	long pid;

	while ((pid = wait4(-1, &status, NO_WAIT, 0)) > 0) {
		if (pid == program) {
			program = 0;
			result = status;
		}
		for (struct service *one = services; one->record; one++)
			if (one->pid == pid)
				ended(one, status);
	}
	return pid;
}

/* Sleeps until a signal arrives, at most so many milliseconds, and does what it asks for. */
static long pause_for(long most)
{
	struct __kernel_timespec limit = { most / 1000, most % 1000 * 1000000 };
	long signal = rt_sigtimedwait((void *)awaited, 0, (void *)&limit, sizeof(awaited));

	if (!is_ending)
		for (const char *known = endings; *known; known += 2)
			if (*known == signal)
				finish(known[1]);
	return reap();
}

/* To a program and to those that it has started: each has a group of its own. */
static void send(long pid, int signal)
{
	if (kill(-pid, signal) < 0)
		kill(pid, signal);
}

/* ---- programs --------------------------------------------------------------------------------- */

/* Ends a new process that cannot become what its record says. */
static void give_up(const char *record, const char *text, long error)
{
	say(record, text, -error, "");
	/* It is alone in its group. */
	for (;;)
		kill(0, UNSTARTED);
}

#ifdef TTYS
static void open_tty(const char *record)
{
	const char *path = field(record, TTY);
	long tty;

	if (!*path)
		return;
	tty = openat(HERE, path, READ_AND_WRITE, 0);
	if (tty < 0)
		give_up(record, "cannot open its tty, error ", tty);
	ioctl(tty, TIOCSCTTY, 0);
	for (int i = 0; i < 3; i++)
		dup3(tty, i, 0);
}
#endif

#ifdef USERS
static void become_user(const char *record)
{
	const char *user = field(record, USER);
	unsigned int groups[GROUPS_MOST];
	int count = 0;
	long error;

	if (!*user)
		return;
	for (const char *next = user; *next; next++)
		if (*next == ',')
			groups[count++] = number(next + 1);
	(void)((error = setgroups(count, groups)) || (error = setgid(groups[0])) ||
	       (error = setuid(number(user))));
	if (error)
		give_up(record, "cannot become its user, error ", error);
}
#endif

/* Starts the program of a service or a step. Its words follow its environment. */
static long start(const char *record)
{
	const char *words[WORDS_MOST + 5];
	const char **arguments = words;
	const char *text = field(record, ENVIRONMENT(record));
	const char *after = next(record);
	unsigned settings = number(text);
	long child = FORK();

	if (child < 0)
		say(record, "cannot start, error ", -child, "");
	if (child)
		return child;
	rt_sigprocmask(SIG_UNBLOCK, (void *)awaited, 0, sizeof(awaited));
	setsid();
#ifdef TTYS
	open_tty(record);
#endif
#ifdef USERS
	become_user(record);
#endif
	for (text = field(text, 1); settings--; text = field(text, 1))
		*arguments++ = text;
	/* What the recipe sets comes first, and the first one counts. */
	*arguments++ = "PATH=/sbin:/bin:/usr/sbin:/usr/bin";
	*arguments++ = "HOME=/";
	*arguments++ = "TERM=linux";
	*arguments++ = 0;
	for (settings = arguments - words; text < after; text = field(text, 1))
		words[settings++] = text;
	words[settings] = 0;
	give_up(record, "cannot run, error ", execve(*arguments, arguments, words));
	return 0;
}

/* ---- conditions ------------------------------------------------------------------------------- */

#ifdef PORTS
static int is_open(unsigned port)
{
	struct {
		unsigned short family;
		unsigned char port[2];
		unsigned char address[4];
		char rest[8];
	} to = { 2 /* AF_INET */, { port >> 8, port }, { 127, 0, 0, 1 }, { 0 } };
	long connection = socket(2, SOCK_STREAM | O_NONBLOCK, 0);
	long error = connect(connection, (void *)&to, sizeof(to));

	/* It is under way then; within one machine, the answer is there at once. */
	if (error < 0)
		error = connect(connection, (void *)&to, sizeof(to));
	close(connection);
	return error == 0;
}
#endif

/* Whether a path exists, or a TCP port of this machine is open. */
static int is_there(const char *what)
{
#ifdef PORTS
	if (*what != '/')
		return is_open(number(what));
#endif
	return faccessat(HERE, what, 0) == 0;
}

#ifdef BLANKS
/* Whether a disk starts with zeros only: nothing has formatted it. */
static int is_blank(const char *device)
{
	char block[4096];
	long file = openat(HERE, device, READ | O_CLOEXEC, 0);
	long size = read(file, block, sizeof(block));

	close(file);
	for (long i = 0; i < size; i++)
		if (block[i])
			return 0;
	return size > 0;
}
#endif

/* ---- steps ------------------------------------------------------------------------------------ */

#ifdef MOUNTS
static long mount_at(const char *record)
{
	char folder[256];
	char *end = folder;
	const char *at = field(record, 2);
	const char *device = field(record, 3);
	const char *type = field(record, 4);

	/* The folder and those around it, if they are missing. */
	for (const char *from = at; (*end = *from++); end++) {
		if (*end == '/' && end != folder) {
			*end = 0;
			mkdirat(HERE, folder, 0755);
			*end = '/';
		}
	}
	mkdirat(HERE, folder, 0755);
	return mount((char *)device, folder, (char *)type, number(field(record, 5)),
	             (void *)field(record, 6));
}
#endif

#ifdef WRITES
static long write_file(const char *path, const char *text)
{
	long file = openat(HERE, path, WRITE | O_CLOEXEC, 0);
	long error = file < 0 ? file : write(file, text, field(text, 1) - text - 1);

	close(file);
	return error;
}
#endif

#ifdef NETWORK
struct request { /* struct ifreq */
	char name[16];
	unsigned short family; /* or flags */
	unsigned char port[2];
	unsigned char address[4];
	char rest[16];
};

struct route { /* struct rtentry */
	unsigned long pad1;
	struct address {
		unsigned short family;
		unsigned char port[2];
		unsigned char address[4];
		char rest[8];
	} to, gateway, mask;
	unsigned short flags;
	short pad2;
	unsigned long pad3;
	void *pad4;
	short metric;
	char *device;
	unsigned long mtu, window;
	unsigned short timeout;
};

static void put_address(unsigned char *bytes, const char *digits)
{
	unsigned value = number(digits);

	for (int i = 4; i--; value >>= 8)
		bytes[i] = value;
}

/* Configures an interface: texts 3 to 5 are its address, mask and gateway, or how it gets them. */
static long set_interface(const char *record)
{
	const char *name = field(record, 2);
	const char *address = field(record, 3);
	const char *gateway = field(record, 5);
	struct request request = { { 0 }, 0, { 0 }, { 0 }, { 0 } };
	long control = socket(2, SOCK_DGRAM | O_CLOEXEC, 0);
	long error = control;

	for (int i = 0; name[i]; i++)
		request.name[i] = name[i];
	if (control < 0)
		return error;
	if (*address == 'd') {
		/* The kernel has asked for an address before it started this program. */
		error = ioctl(control, 0x8915 /* SIOCGIFADDR */, (unsigned long)&request);
	} else {
		if (*address) {
			request.family = 2;
			put_address(request.address, address);
			error = ioctl(control, 0x8916 /* SIOCSIFADDR */, (unsigned long)&request);
			put_address(request.address, field(record, 4));
			if (error >= 0)
				error = ioctl(control, 0x891c /* SIOCSIFNETMASK */, (unsigned long)&request);
		}
		if (error >= 0)
			error = ioctl(control, 0x8913 /* SIOCGIFFLAGS */, (unsigned long)&request);
		request.family |= 1; /* IFF_UP */
		if (error >= 0)
			error = ioctl(control, 0x8914 /* SIOCSIFFLAGS */, (unsigned long)&request);
		if (error >= 0 && *gateway) {
			struct route route = { 0 };

			route.to.family = route.gateway.family = route.mask.family = 2;
			put_address(route.gateway.address, gateway);
			route.flags = 3; /* RTF_UP, RTF_GATEWAY */
			error = ioctl(control, 0x890b /* SIOCADDRT */, (unsigned long)&route);
		}
	}
	close(control);
	return error;
}
#endif

#ifdef MODULES
static long load_module(const char *path)
{
	long file = openat(HERE, path, READ | O_CLOEXEC, 0);
	long error = file < 0 ? file : finit_module(file, "", 0);

	close(file);
	return error == -EXISTS ? 0 : error;
}
#endif

/* Waits until a program ends, at most until a time; then ends it. Returns how it ended. */
static int wait_for(const char *record, unsigned end)
{
	while (program && !is_over(end))
		pause_for(SHORTLY);
	if (program) {
		say(record, "not done in time", -1, "");
		send(program, SIGKILL);
		program = 0;
		return 1;
	} else if (result) {
		say_end(record, result, "");
	}
	return result;
}

/* What follows a failure: the system ends, someone gets a shell, or nothing happens. */
static void otherwise(const char *record)
{
	if (record[1] != 's')
		finish(record[1]);
	else if ((program = start(shell)) > 0)
		while (program)
			pause_for(NEVER);
}

/* Does one thing. Returns 0 or, after it has printed why, something else. */
static int step(const char *record)
{
	long error = 0;
	const char *what = "";

	switch (*record) {
#ifdef MOUNTS
	case 'M':
		what = "cannot mount, error ";
		error = mount_at(record);
		break;
#endif
#ifdef HOSTNAME
	case 'H':
		what = "cannot set the host name, error ";
		error = sethostname((char *)field(record, 2), field(record, 3) - field(record, 2) - 1);
		break;
#endif
#ifdef WRITES
	case 'W':
		what = "cannot write, error ";
		error = write_file(field(record, 2), field(record, 3));
		break;
#endif
#ifdef NETWORK
	case 'N':
		what = *field(record, 3) == 'd' ? "has no address, error " : "cannot be set up, error ";
		error = set_interface(record);
		break;
#endif
#ifdef MODULES
	case 'L':
		what = "cannot load, error ";
		error = load_module(field(record, 2));
		break;
#endif
	case 'A': {
		unsigned end = now() + number(field(record, WITHIN));

		while (!is_there(field(record, 2))) {
			if (is_over(end)) {
				say(record, "not there in time", -1, "");
				return 1;
			}
			pause_for(SHORTLY);
		}
		break;
	}
	case 'R': {
		unsigned end = now() + number(field(record, WITHIN));

		program = start(record);
		return program < 0 ? 1 : wait_for(record, end);
	}
	}
	if (error < 0)
		say(record, what, -error, "");
	return error < 0;
}

/* Whether the condition of the next step holds. */
static int holds(const char *record)
{
	const char *path = field(record, 2);

#ifdef BLANKS
	if (record[1] == 'b')
		return is_blank(path);
#endif
	return is_there(path) == (record[1] == 'e');
}

/* ---- services --------------------------------------------------------------------------------- */

/* Whether all that a service comes after is ready. */
static int may_start(struct service *service)
{
	for (const char *after = field(service->record, AFTER); *after; after++) {
		struct service *other = &services[*after - '0'];

		if (other->state == FAILED) {
			say(service->record, "not started, failed before it: ", -1, field(other->record, 2));
			service->state = FAILED;
			finish(service->record[1]);
			return 0;
		}
		if (other->state != READY && other->state != DONE)
			return 0;
	}
	return 1;
}

/* Does what is due, and returns in how many milliseconds to look again. */
static long advance(struct service *service)
{
	const char *record = service->record;
	const char *ready = field(record, READY_WHEN);

	switch (service->state) {
	case WAITING:
		if (!may_start(service))
			return NEVER;
		break;
	case STARTING:
		if (!*ready)
			return NEVER;
		if (is_there(ready)) {
			service->state = READY;
			return 0;
		}
		if (!is_over(service->when))
			return SHORTLY;
		say(record, "not ready in time", -1, "");
		send(service->pid, SIGKILL);
		service->when = now() + LONG_LIFE;
		return SHORTLY;
	case PAUSING:
		if (is_over(service->when))
			break;
		return (int)(service->when - now());
	default:
		return NEVER;
	}
	service->since = now();
	service->when = service->since + number(field(record, WITHIN));
	service->pid = start(record);
	if (service->pid < 0) {
		ended(service, 1 << 8);
		return 0;
	}
	/* Without a condition it is ready at once, or when it has done its work. */
	service->state = *ready || *field(record, RESTART) == 'n' ? STARTING : READY;
	return service->state == READY ? 0 : SHORTLY;
}

/* ---- the end ---------------------------------------------------------------------------------- */

/* Waits until no process is left, at most until a time. */
static void drain(unsigned end)
{
	while (pause_for(SHORTLY) == 0 && !is_over(end))
		;
}

#ifdef DISKS
/* Unmounts from the last record to the first: what is below another is unmounted before it. */
static void unmount(const char *record)
{
	long error;

	if (!*record)
		return;
	unmount(next(record));
	if (*record != 'M' || *field(record, 3) != '/')
		return;
	error = umount2((char *)field(record, 2), 0);
	if (error < 0 && error != -NOT_MOUNTED && error != -MISSING)
		say(record, "cannot unmount, error ", -error, "");
}
#endif

/* Ends the system in an orderly way: services from the last to the first, other processes, disks. */
static void finish(int how)
{
	struct service *last = services + SERVICES;
	unsigned end = now() + STOP_WITHIN;

	if (how == 'i')
		return;
	is_ending = 1;
	say(end_record, how == 'p' ? "power off" : how == 'r' ? "reboot" : "halt", -1, "");
	while (last-- > services) {
		if (last->pid > 0)
			send(last->pid, SIGTERM);
		/* At most half of the time that is left: none takes it all from those before it. */
		unsigned begin = now();
		unsigned half = begin + (int)(end - begin) / 2;

		while (last->pid > 0 && !is_over(half))
			pause_for(SHORTLY);
	}
	kill(-1, SIGTERM);
	drain(end);
	for (last = services; last->record; last++)
		if (last->pid > 0)
			say(last->record, "did not stop in time, killed", -1, "");
	kill(-1, SIGKILL);
	drain(now() + 1000);
	sync();
#ifdef DISKS
	unmount(table);
#endif
	reboot(0xfee1dead, 672274793, how == 'p' ? 0x4321fedc : how == 'r' ? 0x1234567 : 0xcdef0123, 0);
	for (;;)
		pause_for(NEVER);
}

int main(void)
{
	const char *record;
	struct service *service = services;

	rt_sigprocmask(SIG_BLOCK, (void *)awaited, 0, sizeof(awaited));
	reboot(0xfee1dead, 672274793, 0, 0); /* Ctrl-Alt-Del sends a signal */
	for (record = table; *record; record = next(record)) {
		if (*record == 'S') {
			service->delay = number(field(record, DELAY));
			service++->record = record;
		} else if (*record == '?') {
			if (!holds(record))
				record = next(record);
		} else if (step(record)) {
			otherwise(record);
		}
	}
	for (;;) {
		long soonest = NEVER;
		long left = reap();

		for (service = services; service->record; service++) {
			long due = advance(service);

			if (due < soonest)
				soonest = due;
		}
		/* No process is left, and none will be started: nothing could happen any more. */
		if (soonest == NEVER && left < 0)
			finish('p');
		if (soonest)
			pause_for(soonest);
	}
}
