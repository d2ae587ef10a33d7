/*
 * The first program of pid1.yaml: a small init, with everything that an init is there for.
 *
 * It mounts what programs expect, starts two services, starts again the one that died, and ends the
 * system in order when it is asked to. And it reaps: whoever ends stays in the kernel's table as a
 * "zombie" until the parent has asked how it ended. A process whose parent is gone is an orphan and
 * becomes a child of process 1, so process 1 has to ask for all the orphans of a system.
 *
 * All of it is one program, for one file is easier to read: a service is a function that runs in a
 * process of its own. In a real system it would call execve.
 */
#include <ctype.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The signals that ask an init to do something: those of busybox, and Ctrl-Alt-Del. */
#define POWER_OFF SIGUSR2
#define RESTART SIGTERM
#define CTRL_ALT_DEL SIGINT

static void console(void);
static void clock_service(void);

static struct service {
	const char *name;
	void (*run)(void);
	pid_t process;
} services[] = {
	{ "clock", clock_service, 0 },
	{ "console", console, 0 },
};

#define SERVICES (int)(sizeof(services) / sizeof(services[0]))

/* --- What process 1 does --- */

/*
 * The root file system is what was in the initramfs: /init, and little more. These three are made by
 * the kernel as they are looked at, and programs count on finding them here.
 */
static void mount_file_systems(void)
{
	static const struct {
		const char *type, *folder;
	} mounts[] = {
		{ "proc", "/proc" },	  /* the processes */
		{ "sysfs", "/sys" },	  /* the devices, and what belongs to which */
		{ "devtmpfs", "/dev" },	  /* a file for each device */
	};

	for (int i = 0; i < 3; i++) {
		mkdir(mounts[i].folder, 0755);
		/* Nothing on them is to be executed, nor to give rights to whoever does. */
		if (mount(mounts[i].type, mounts[i].folder, mounts[i].type, MS_NOSUID | MS_NOEXEC, 0))
			perror(mounts[i].folder);
		else
			printf("mounted %s\n", mounts[i].folder);
	}
}

static void start(struct service *service)
{
	pid_t child = fork();

	if (child == 0) {
		sigset_t none;

		/*
		 * A child inherits which signals are blocked. A session and a process group of its
		 * own keep a Ctrl-C that is meant for one service from the others.
		 */
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, 0);
		setsid();
		service->run();
		_exit(0);
	}
	service->process = child;
	printf("started %s as process %d\n", service->name, child);
}

/* Asks for all that have ended: one SIGCHLD can stand for many of them. */
static void reap(int starting)
{
	int status;
	pid_t ended;

	while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
		struct service *was = 0;

		for (int i = 0; i < SERVICES; i++)
			if (services[i].process == ended)
				was = &services[i];
		printf("process %d, %s, ", ended, was ? was->name : "an orphan");
		if (WIFSIGNALED(status))
			printf("was killed by signal %d\n", WTERMSIG(status));
		else
			printf("ended with status %d\n", WEXITSTATUS(status));
		if (was && starting)
			start(was);
	}
}

/*
 * Politely first: kill(-1) means everybody but the caller. Who has not ended a second later is not
 * asked again. Then what is still in memory goes to the disks, of which this system has none.
 */
static void end_system(int how)
{
	struct timespec second = { .tv_sec = 1 };
	sigset_t child;

	printf("ending all processes\n");
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	kill(-1, SIGTERM);
	while (sigtimedwait(&child, 0, &second) > 0)
		reap(0);
	kill(-1, SIGKILL);
	reap(0);
	sync();
	printf("good-bye\n");
	reboot(how);
}

int main(void)
{
	sigset_t mine;

	/*
	 * The signals are blocked, and taken one after the other by sigwaitinfo. A handler would
	 * interrupt this program anywhere, in the middle of printf too. Who sends process 1 a signal
	 * that it neither takes nor handles achieves nothing: the kernel protects it, from SIGKILL too.
	 */
	sigemptyset(&mine);
	sigaddset(&mine, SIGCHLD);
	sigaddset(&mine, POWER_OFF);
	sigaddset(&mine, RESTART);
	sigaddset(&mine, CTRL_ALT_DEL);
	sigprocmask(SIG_BLOCK, &mine, 0);

	/* Without this the kernel restarts at once when somebody presses Ctrl-Alt-Del. */
	reboot(RB_DISABLE_CAD);
	setvbuf(stdout, 0, _IONBF, 0); /* so that no child inherits half a line */

	mount_file_systems();
	for (int i = 0; i < SERVICES; i++)
		start(&services[i]);
	for (;;) {
		switch (sigwaitinfo(&mine, 0)) {
		case SIGCHLD:
			reap(1);
			break;
		case POWER_OFF:
			end_system(RB_POWER_OFF);
			break;
		case RESTART:
		case CTRL_ALT_DEL:
			end_system(RB_AUTOBOOT);
			break;
		}
	}
}

/* --- What the services do --- */

/* Does nothing, patiently. It is there to be killed. */
static void clock_service(void)
{
	for (;;)
		pause();
}

/* The grandchild is still there when its parent has gone, and looks who is its parent now. */
static void make_orphan(void)
{
	pid_t child = fork();

	if (child == 0) {
		if (fork() == 0) {
			pid_t parent = getppid();

			while (getppid() == parent && parent != 1)
				usleep(1000);
			printf("process %d: my parent is process %d\n", getpid(), getppid());
			_exit(7);
		}
		_exit(0);
	}
	waitpid(child, 0, 0);
}

/* How many processes there are, and how many of them are dead and not asked for: /proc knows. */
static void count_processes(void)
{
	int all = 0, zombies = 0;
	struct dirent *entry;
	DIR *folder = opendir("/proc");

	while (folder && (entry = readdir(folder))) {
		char path[300], state = 0;
		FILE *file;

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
		file = fopen(path, "r");
		/* The number, the name in brackets, the state: Z is that of a zombie. */
		if (file && fscanf(file, "%*d (%*[^)]) %c", &state) == 1)
			all++;
		if (file)
			fclose(file);
		zombies += state == 'Z';
	}
	if (folder)
		closedir(folder);
	printf("%d processes, %d zombies\n", all, zombies);
}

/* Reads commands. That it ends and is started again when its input ends does no harm. */
static void console(void)
{
	char line[80];
	int process;

	for (;;) {
		printf("command: ");
		if (!fgets(line, sizeof(line), stdin))
			return;
		if (sscanf(line, "kill %d", &process) == 1)
			kill(process, SIGKILL);
		else if (strcmp(line, "orphan\n") == 0)
			make_orphan();
		else if (strcmp(line, "count\n") == 0)
			count_processes();
		else if (strcmp(line, "off\n") == 0)
			kill(1, POWER_OFF);
		else if (strcmp(line, "restart\n") == 0)
			kill(1, RESTART);
		else
			printf("kill NUMBER, orphan, count, off or restart\n");
	}
}
