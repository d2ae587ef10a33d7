/*
 * sstrip IN OUT: copies an ELF program without the parts that the kernel does not read.
 *
 * An ELF file has two tables of contents. The program headers say what to load into memory: the
 * kernel reads these. The section headers are for linkers and debuggers; they, and the data that
 * only they describe (symbols, line numbers), come after everything that is loaded. `strip` removes
 * the symbols but keeps the table. This program truncates the file after the last byte that a
 * program header refers to, and clears the section headers' fields in the ELF header.
 *
 * It runs on the build machine, and handles 32-bit and 64-bit files in either byte order.
 */
#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *file;
static size_t size;
static int big_endian;

static void fail(const char *name, const char *reason)
{
	fprintf(stderr, "sstrip: %s: %s\n", name, reason);
	exit(1);
}

/* Reads a number of `width` bytes at an offset in the file. */
static uint64_t get(const char *name, uint64_t offset, unsigned width)
{
	uint64_t value = 0;

	if (offset > size || width > size - offset)
		fail(name, "truncated ELF file");
	for (unsigned i = 0; i < width; i++) {
		unsigned shift = 8 * (big_endian ? width - 1 - i : i);

		value |= (uint64_t)file[offset + i] << shift;
	}
	return value;
}

static void read_file(const char *name)
{
	FILE *in = fopen(name, "rb");
	long end;

	if (in == NULL || fseek(in, 0, SEEK_END) != 0 || (end = ftell(in)) < 0)
		fail(name, "cannot be read");
	rewind(in);
	size = (size_t)end;
	file = malloc(size + 1);
	if (file == NULL || fread(file, 1, size, in) != size)
		fail(name, "cannot be read");
	fclose(in);
}

static void write_file(const char *name, uint64_t count)
{
	FILE *out = fopen(name, "wb");

	if (out == NULL || fwrite(file, 1, count, out) != count || fclose(out) != 0)
		fail(name, "cannot be written");
}

/* A member of a structure whose offset and size differ between 32-bit and 64-bit files. */
#define MEMBER(type, base, member)                                                      \
	(wide ? get(name, (base) + offsetof(Elf64_##type, member),                      \
		    sizeof(((Elf64_##type *)0)->member))                                \
	      : get(name, (base) + offsetof(Elf32_##type, member),                      \
		    sizeof(((Elf32_##type *)0)->member)))

#define CLEAR(member)                                                                   \
	memset(file + (wide ? offsetof(Elf64_Ehdr, member) : offsetof(Elf32_Ehdr, member)), 0, \
	       wide ? sizeof(((Elf64_Ehdr *)0)->member) : sizeof(((Elf32_Ehdr *)0)->member))

int main(int count, char **arguments)
{
	if (count != 3)
		fail("usage", "sstrip IN OUT");

	const char *name = arguments[1];

	read_file(name);
	if (size < EI_NIDENT || memcmp(file, ELFMAG, SELFMAG) != 0)
		fail(name, "not an ELF file");

	int wide = file[EI_CLASS] == ELFCLASS64;

	big_endian = file[EI_DATA] == ELFDATA2MSB;

	uint64_t headers = MEMBER(Ehdr, 0, e_phoff);
	uint64_t number = MEMBER(Ehdr, 0, e_phnum);
	uint64_t width = wide ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
	uint64_t end = wide ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);

	if (number == 0 || MEMBER(Ehdr, 0, e_phentsize) != width)
		fail(name, "not a program: it has no program headers");
	get(name, headers + number * width - 1, 1); /* all of them are in the file */
	if (headers + number * width > end)
		end = headers + number * width;
	for (uint64_t i = 0; i < number; i++) {
		uint64_t header = headers + i * width;
		uint64_t length = MEMBER(Phdr, header, p_filesz);
		uint64_t last = MEMBER(Phdr, header, p_offset) + length;

		if (length == 0)
			continue;
		get(name, last - 1, 1); /* the whole segment is in the file */
		if (last > end)
			end = last;
	}
	CLEAR(e_shoff);
	CLEAR(e_shnum);
	CLEAR(e_shstrndx);
	write_file(arguments[2], end);
	return 0;
}
