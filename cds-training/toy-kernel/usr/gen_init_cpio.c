/* gen_init_cpio -t TIME LIST: an archive of what the list names, as the kernel's own tool prints it. */
#include <stdio.h>
#include <string.h>

static unsigned long written, inode, date;

static void put(int c)
{
	putchar(c);
	written++;
}

static void pad(void)
{
	while (written % 4)
		put(0);
}

static void header(const char *name, unsigned mode, unsigned long size, unsigned major,
		   unsigned minor)
{
	char text[200];
	size_t length = strlen(name) + 1;

	sprintf(text, "070701%08lX%08X%08X%08X%08X%08lX%08lX%08X%08X%08X%08X%08lX%08X", inode++, mode, 0,
		0, 1, date, size, 3, 1, major, minor, (unsigned long)length, 0);
	for (const char *c = text; *c; c++)
		put(*c);
	for (size_t i = 0; i < length; i++)
		put(name[i]);
	pad();
}

static int file(const char *name, const char *source, unsigned mode)
{
	FILE *in = fopen(source, "rb");
	int c;

	if (in == NULL || fseek(in, 0, SEEK_END))
		return 1;
	header(name, 0100000 | mode, ftell(in), 0, 0);
	rewind(in);
	while ((c = getc(in)) != EOF)
		put(c);
	pad();
	return fclose(in);
}

int main(int count, char **arguments)
{
	char line[400], name[99], source[99];
	unsigned mode, user, group, major, minor;
	FILE *list = count == 4 ? fopen(arguments[3], "r") : NULL;

	if (list == NULL || sscanf(arguments[2], "%lu", &date) != 1)
		return 1;
	inode = 721;
	while (fgets(line, sizeof(line), list)) {
		if (sscanf(line, "dir /%98s %o %u %u", name, &mode, &user, &group) == 4)
			header(name, 040000 | mode, 0, 0, 0);
		else if (sscanf(line, "nod /%98s %o %u %u c %u %u", name, &mode, &user, &group, &major,
				&minor) == 6)
			header(name, 020000 | mode, 0, major, minor);
		else if (sscanf(line, "file /%98s %98s %o", name, source, &mode) == 3 &&
			 file(name, source, mode))
			return 1;
	}
	header("TRAILER!!!", 0, 0, 0, 0);
	while (written % 512)
		put(0);
	return 0;
}
