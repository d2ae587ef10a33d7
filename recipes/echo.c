/*
 * The init of echo.yaml: a server that sends back what it receives on TCP port 7, one connection
 * after the other. RFC 862 describes the protocol, and is shorter than this file.
 */
#include "syscalls.h"

/* From the kernel's include/uapi/linux: socket.h, in.h. Numbers in it are big-endian. */
struct address {
	unsigned short family;
	unsigned short port;
	unsigned int host;
	unsigned char zero[8];
};

#define AF_INET 2
#define SOCK_STREAM 1
#define PORT(number) (unsigned short)((number) << 8 | (number) >> 8)

static void say(const char *text)
{
	unsigned long length = 0;

	while (text[length])
		length++;
	write(1, text, length);
}

static void answer(int connection)
{
	char bytes[512];
	long got;

	while ((got = read(connection, bytes, sizeof(bytes))) > 0)
		for (long sent = 0, n; sent < got; sent += n)
			if ((n = write(connection, bytes + sent, got - sent)) <= 0)
				return;
}

int main(void)
{
	struct address any = { .family = AF_INET, .port = PORT(7) };
	int server = socket(AF_INET, SOCK_STREAM, 0);

	if (server < 0 || bind(server, (void *)&any, sizeof(any)) < 0 || listen(server, 8) < 0) {
		say("no network\n");
		for (;;)
			pause(); /* process 1 must not exit */
	}
	say("listening on port 7\n");
	for (;;) {
		int connection = accept(server, 0, 0);

		if (connection >= 0) {
			answer(connection);
			close(connection);
		}
	}
}
