/*
 * A web server for one page: process 1 of a system that does nothing else.
 *
 * It answers one request after the other. The kernel has set up the network card already, because
 * its command line says `ip=dhcp`.
 */
#include "syscalls.h"

#define INTERNET 2 /* AF_INET */
#define STREAM 1 /* SOCK_STREAM: TCP; 2 on MIPS */

struct address { /* struct sockaddr_in: the port and the address have their highest byte first */
	unsigned short family;
	unsigned char port[2];
	unsigned char address[4];
	char rest[8];
};

static const char page[] = "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n"
			   "<!doctype html><title>distroc</title>"
			   "<h1>It works</h1><p>This page comes from a system of one program.\n";
static const char missing[] = "HTTP/1.0 404 Not Found\r\n\r\nThere is only one page: /\n";
static const char refused[] = "HTTP/1.0 405 Method Not Allowed\r\nAllow: GET\r\n\r\n";

static int starts(const char *text, const char *with)
{
	while (*with)
		if (*text++ != *with++)
			return 0;
	return 1;
}

static void answer(int connection)
{
	char request[2048];
	long size = 0;

	/* Up to the empty line: a client that is still sending would lose the answer. */
	while (size < 4 || !starts(request + size - 4, "\r\n\r\n")) {
		long more = read(connection, request + size, sizeof(request) - size);

		if (more <= 0)
			return;
		size += more;
	}
	if (!starts(request, "GET "))
		write(connection, refused, sizeof(refused) - 1);
	else if (!starts(request, "GET / "))
		write(connection, missing, sizeof(missing) - 1);
	else
		write(connection, page, sizeof(page) - 1);
}

int main(void)
{
	struct address any = { INTERNET, { 0, 80 }, { 0, 0, 0, 0 }, { 0 } };
	int server = socket(INTERNET, STREAM, 0);

	if (bind(server, (struct sockaddr *)&any, sizeof(any)) < 0 || listen(server, 16) < 0)
		_exit(1); /* the kernel panics, and shows this number */
	for (;;) {
		int connection = accept4(server, 0, 0, 0);

		if (connection >= 0) {
			answer(connection);
			close(connection);
		}
	}
}
