#include <netdb.h>
#include <unistd.h>

int main(void)
{
	struct addrinfo *found;

	getaddrinfo("example.org", "80", 0, &found);
	for (;;)
		pause();
}
