/*
 * The init of pid1.yaml: small, but with everything that an init has to do.
 *
 * It mounts the file systems that programs expect, starts two services, restarts them when they die,
 * and shuts the system down on request. And it reaps: a process that exits stays in the process table
 * as a "zombie" until its parent has read its exit status. A process whose parent is gone is an
 * orphan and becomes a child of process 1, so process 1 has to reap all orphans of the system.
 *
 * Everything is in one program, because one file is easier to read: a service is a function that runs
 * in its own process. In a real system it would call execve.
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

/* The signals that control an init: those of busybox, and Ctrl-Alt-Del. */
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

/* --- Process 1 --- */

/*
 * The root file system is the content of the initramfs: /init, and little more. The kernel generates
 * the files of these three on access, and programs rely on finding them here.
 */
static void mount_file_systems(void)
{
	static const struct {
		const char *type, *folder;
	} mounts[] = {
		{ "proc", "/proc" },	  /* the processes */
		{ "sysfs", "/sys" },	  /* the device tree, as the kernel sees it */
		{ "devtmpfs", "/dev" },	  /* a file for each device */
	};

	for (int i = 0; i < 3; i++) {
		mkdir(mounts[i].folder, 0755);
		/* No programs on them, and no set-user-ID files. */
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
		 * A child inherits the mask of blocked signals. With its own session and process
		 * group, a Ctrl-C for one service does not reach the others.
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

/* Reaps all children that have exited: one SIGCHLD can stand for several of them. */
static void reap(int starting)
{
	int status;
	pid_t ended;

	while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
		struct service *was = 0;

		for (int i = 0; i < SERVICES; i++)
			if (services[i].process == ended)
				was = &services[i];
		const char *name = was ? was->name : "an orphan";

		/* One call for a line: the console writes to the same terminal. */
		if (WIFSIGNALED(status))
			printf("process %d, %s, was killed by signal %d\n", ended, name,
			       WTERMSIG(status));
		else
			printf("process %d, %s, ended with status %d\n", ended, name,
			       WEXITSTATUS(status));
		if (was && starting)
			start(was);
	}
}

/*
 * First SIGTERM: kill(-1) means all processes but the caller. Those still running a second later get
 * SIGKILL. Then sync writes all data to the disks, although this system has no disks.
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
	 * The signals are blocked, and fetched one by one with sigwaitinfo. A handler would interrupt
	 * this program anywhere, even in the middle of printf. Signals that process 1 neither fetches
	 * nor handles have no effect: the kernel protects it, even from SIGKILL.
	 */
	sigemptyset(&mine);
	sigaddset(&mine, SIGCHLD);
	sigaddset(&mine, POWER_OFF);
	sigaddset(&mine, RESTART);
	sigaddset(&mine, CTRL_ALT_DEL);
	sigprocmask(SIG_BLOCK, &mine, 0);

	/* Without this the kernel reboots at once on Ctrl-Alt-Del. */
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

/* --- The services --- */

/* Does nothing. It is there to be killed. */
static void clock_service(void)
{
	for (;;)
		pause();
}

/* The grandchild outlives its parent, and prints its new parent. */
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

/* Counts the processes and zombies in /proc. */
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
		/* The PID, the name in parentheses, the state: Z is a zombie. */
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

/* Reads commands. At the end of its input it exits, and is restarted. */
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
