/*
 * Takes the place of QEMU, whose serial port is slow: says on the guest's console as many bytes as
 * the variable FLOOD says, as fast as somebody reads them, with one needle in the middle. It answers
 * whatever is asked over the machine protocol with nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char block[1 << 20];

/* Connects to the socket of that name in QEMU's arguments; -1 if there is none. */
static int port(char **arguments, const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char wanted[64];
	int length = snprintf(wanted, sizeof(wanted), "socket,id=%s,path=", name);
	int made = socket(AF_UNIX, SOCK_STREAM, 0);

	for (; *arguments; arguments++)
		if (strncmp(*arguments, wanted, length) == 0) {
			strncpy(address.sun_path, *arguments + length, sizeof(address.sun_path) - 1);
			return connect(made, (void *)&address, sizeof(address)) ? -1 : made;
		}
	return -1;
}

static void answer(int control)
{
	static char line[1 << 16];
	FILE *requests = fdopen(control, "r");

	dprintf(control, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\n");
	while (fgets(line, sizeof(line), requests)) {
		char *id = strstr(line, "\"id\"");

		dprintf(control, "{\"return\": {}, %s", id ? id : "\"id\": 0}\n");
	}
}

static void flood(int serial, long bytes)
{
	for (unsigned long i = 0; i < sizeof(block); i++)
		block[i] = i % 80 == 79 ? '\n' : 'a' + i * 7 % 26;
	for (long n = 0; n < bytes;) {
		long sent = write(serial, block, sizeof(block));

		if (sent <= 0)
			exit(1);
		if (n < bytes / 2 && n + sent >= bytes / 2)
			dprintf(serial, "\na needle\n");
		n += sent;
	}
	dprintf(serial, "\nit is over\n");
}

int main(int count, char **arguments)
{
	int serial = port(arguments, "serial");
	int control = port(arguments, "control");

	/* Without a console it is the trial of accelerators: what its guest would have answered. */
	if (count < 2 || serial < 0)
		return 2 * 0x2a + 1;
	if (fork() == 0) {
		answer(control);
		return 0;
	}
	flood(serial, atol(getenv("FLOOD")));
	pause();
}
