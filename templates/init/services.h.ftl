/*
 * What the recipe says, as services.c reads it: one record a line. The first letter is the operation:
 *
 *     M mount    H host name    W write a setting    N network interface    ? condition of the next
 *     R run      A wait         S service
 *
 * The second one is what follows a failure: power off, reboot, halt, shell, ignore. The number of
 * texts comes after it, then the texts; the first is the line of the recipe. Every text ends
 * with a zero byte.
 */
#define RECIPE [=table.file]

/* What is used: services.c leaves out the rest. */
[#list table.settings as name, value]
#define [=name] [=value]
[/#list]

/* Numbers of the kernel's interface, and where its sources define them for this architecture. */
[#list table.constants as constant]
#define [=constant.name] [=constant.value] /* [=constant.from] */
[/#list]

/* Each signal, and what follows it. */
#define SIGNALS[#list table.signals as signal, ending] [=signal], '[=ending]',[/#list]

/* What process 1 waits for: signals, and the end of a process. */
#define SIGNAL(number) (1ULL << ((number) - 1))
#define AWAITED (SIGNAL(SIGCHLD)[#list table.signals as signal, ending] | SIGNAL([=signal])[/#list])

/* A new process, whose end is a signal for its parent. */
#define FORK() clone([#if table.stackFirst]0, SIGCHLD[#else]SIGCHLD, 0[/#if], 0, 0, 0)

[#if calls?seq_contains("setuid32")]
/* The calls without a number take users up to 65535 only. */
#define setgroups setgroups32
#define setgid setgid32
#define setuid setuid32

[/#if]
/* The places of texts in the records of programs. */
#define WITHIN 3
#define USER 4
#define TTY 5
#define READY_WHEN 6
#define RESTART 7
#define DELAY 8
#define UP_TO 9
#define AT_MOST 10
#define AFTER 11
#define ENVIRONMENT(record) (*(record) == 'S' ? 12 : 6)

static const char table[] =
[#list table.records as texts]
	[#list texts as text][=text][#sep] [/#list]
[/#list]
	"";
