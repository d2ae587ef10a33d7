/*
 * The beginning of an EFI program that holds one Linux: its kernel, initramfs and command line are
 * further sections of the same file, which efi-program.S lays out. UEFI loads the file and calls
 * _start, which passes the command line and the initramfs on, and starts the kernel.
 *
 * The kernel is an EFI program as well (EFI_STUB). It takes its command line from the options with
 * which it is loaded, and asks the firmware for an initramfs: any driver may offer one, at a device
 * path that Linux defines, and here this program does.
 *
 * There is no library. The types are those of the UEFI specification, with names only for the
 * fields that are used. No variable is written to, and none needs an address at build time, so the
 * file needs no relocation: it runs wherever the firmware loads it.
 */
typedef unsigned long word;
typedef unsigned char byte;

/* On x86-64, the firmware has the calling convention of Windows. */
#ifdef __x86_64__
#define EFI __attribute__((ms_abi))
#else
#define EFI
#endif

#define SUCCESS 0
#define BUFFER_TOO_SMALL (5 | 1ul << (8 * sizeof(word) - 1))
#define NATIVE_INTERFACE 0

struct guid {
	unsigned a;
	unsigned short b, c;
	byte d[8];
};

/* EFI_LOADED_IMAGE_PROTOCOL: a program that the firmware has in memory. */
struct image {
	word revision, parent, system, device, path, reserved;
	unsigned options_size;
	const void *options;
	byte *base;
};

/* EFI_LOAD_FILE2_PROTOCOL: something that gives out a file. The last two fields are ours. */
struct source {
	EFI word (*load)(struct source *, void *path, byte policy, word *size, byte *to);
	const byte *data;
	word size;
};

/* EFI_BOOT_SERVICES */
struct services {
	byte header[24];
	void *before[13];
	EFI word (*install_protocol)(void **handle, const struct guid *, int type, const void *);
	void *between[2];
	EFI word (*handle_protocol)(void *handle, const struct guid *, void *interface);
	void *more[5];
	EFI word (*load_image)(byte policy, void *parent, void *path, const void *data, word size,
			       void **handle);
	EFI word (*start_image)(void *handle, word *exit_size, void *exit_data);
};

/* EFI_SYSTEM_TABLE */
struct system {
	byte before[24 + 9 * sizeof(word)];
	struct services *services;
};

/* A section in the header of this file, as efi-program.S writes it. */
struct section {
	char name[8];
	unsigned size, address;
	unsigned other[6];
};

/* Where the first of them is: after the DOS header, the PE header and the optional header. */
#define SECTIONS (64 + 24 + 160)
enum { STUB, CMDLINE, INITRD, LINUX };

static const struct guid loaded_image = {
	0x5b1b31a1, 0x9562, 0x11d2, { 0x8e, 0x3f, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b } };
static const struct guid device_path = {
	0x09576e91, 0x6d3f, 0x11d2, { 0x8e, 0x39, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b } };
static const struct guid load_file2 = {
	0x4006c0c1, 0xfcb3, 0x403e, { 0x99, 0x6d, 0x4a, 0x6c, 0x87, 0x24, 0xe0, 0x6d } };

/* LINUX_EFI_INITRD_MEDIA_GUID as a device path of one node, and the node that ends it. */
static const struct {
	byte type, subtype;
	unsigned short length;
	struct guid guid;
	byte end[4];
} initrd_path = {
	4, 3, 20,
	{ 0x5568e427, 0x68fc, 0x4f3d, { 0xac, 0x74, 0xca, 0x55, 0x52, 0x31, 0xcc, 0x68 } },
	{ 0x7f, 0xff, 4, 0 } };

/* The kernel calls this twice: first without memory, to learn how much it needs. */
static EFI word load(struct source *source, void *path, byte policy, word *size, byte *to)
{
	word room = to ? *size : 0;

	(void)path;
	(void)policy;
	*size = source->size;
	if (room < source->size)
		return BUFFER_TOO_SMALL;
	for (word i = 0; i < source->size; i++)
		to[i] = source->data[i];
	return SUCCESS;
}

__attribute__((section(".text.first"))) EFI word _start(void *self, struct system *system)
{
	struct services *services = system->services;
	struct image *image, *kernel;
	void *initrd = 0, *started = 0;

	services->handle_protocol(self, &loaded_image, &image);
	byte *base = image->base;
	const struct section *section = (const struct section *)(base + SECTIONS);

	/* This function returns only if the kernel does, so the kernel may use its variables. */
	struct source source = { load, base + section[INITRD].address, section[INITRD].size };
	if (source.size) {
		services->install_protocol(&initrd, &device_path, NATIVE_INTERFACE, &initrd_path);
		services->install_protocol(&initrd, &load_file2, NATIVE_INTERFACE, &source);
	}
	word status = services->load_image(0, self, 0, base + section[LINUX].address,
					   section[LINUX].size, &started);
	if (status != SUCCESS)
		return status;
	services->handle_protocol(started, &loaded_image, &kernel);
	kernel->options = base + section[CMDLINE].address;
	kernel->options_size = section[CMDLINE].size;
	return services->start_image(started, 0, 0);
}
