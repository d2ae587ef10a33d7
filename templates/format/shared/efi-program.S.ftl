/*
 * The file of an EFI program, from its first to its last byte: the headers of a PE file, the format
 * of programs for Windows and UEFI, and four sections. The assembler only lays out bytes here.
 *
 * The assembler is called with the sizes of kernel and initramfs, LINUX_SIZE and INITRD_SIZE (0 for
 * none), so that they can be found. In memory, each section begins at a page of 4096 bytes. In the file,
 * kernel and initramfs begin at multiples of 2048, a block of a CD: a BIOS can load them from here.
 */
	.set PAGE, 4096
	.set BLOCK, 2048
	.macro section name, size, address, offset, flags
	.ascii "\name"
	.4byte \size, \address, (\size + 511) & ~511, \offset
	.4byte 0, 0, 0, \flags
	.endm

	.set STUB_SIZE, stub_end - stub
	.set CMDLINE_SIZE, cmdline_end - cmdline
	.set STUB_AT, PAGE
	.set CMDLINE_AT, STUB_AT + PAGE
	.set INITRD_AT, CMDLINE_AT + 2 * PAGE
	.set LINUX_AT, INITRD_AT + ((INITRD_SIZE + PAGE - 1) & ~(PAGE - 1))
	.set END_AT, LINUX_AT + ((LINUX_SIZE + PAGE - 1) & ~(PAGE - 1))

file:	.ascii "MZ"			/* DOS header: only where the next header is */
	.org 60
	.4byte 64

	.ascii "PE\0\0"			/* PE header */
	.2byte MACHINE, 4		/* the processor; sections */
	.4byte 0, 0, 0			/* no date, no symbols */
	.2byte 160, 0x226		/* size of the optional header; an executable */

	.2byte 0x20b			/* "optional" header, which every program has; 64-bit */
	.byte 0, 0			/* version of the linker */
	.4byte PAGE, 0, 0		/* sizes of code and data */
	.4byte STUB_AT, STUB_AT		/* the first instruction; the code */
	.8byte 0			/* the preferred address: any */
	.4byte PAGE, 512		/* alignment in memory and in the file */
	.2byte 0, 0, 0, 0, 0, 0		/* versions */
	.4byte 0
	.4byte END_AT, 512		/* size in memory; of all headers */
	.4byte 0			/* a checksum that UEFI does not look at */
	.2byte 10, 0x100		/* an EFI application; nothing is executed but code */
	.8byte 0, 0, 0, 0		/* stack and heap: the firmware has its own */
	.4byte 0, 6			/* six tables, ... */
	.8byte 0, 0, 0, 0, 0, 0		/* ... which are all empty; the fifth has signatures */

	section ".text\0\0\0", STUB_SIZE, STUB_AT, "stub - file", 0x60000020
	section ".cmdline", CMDLINE_SIZE, CMDLINE_AT, "cmdline - file", 0x40000040
	section ".initrd\0", INITRD_SIZE, INITRD_AT, "initrd - file", 0x40000040
	section ".linux\0\0", LINUX_SIZE, LINUX_AT, "linux - file", 0x40000040

	.org 512
stub:	.incbin "tools/efi-stub.bin"
stub_end:
	.balign 512
cmdline:				/* 16 bits for a character, and a zero at the end */
	.include "cmdline.s"
cmdline_end:
	.balign BLOCK
initrd:
[#if hasInitramfs]
	.if INITRD_SIZE
	.incbin "[=initramfs]"
	.endif
[/#if]
	.balign BLOCK
linux:	.incbin "[=kernel.image]"
	.balign 512
