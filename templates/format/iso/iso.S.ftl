/*
 * A CD image, from its first to its last byte; the assembler only lays out bytes here. A block of a CD
 * has 2048 bytes. The first 16 blocks are free for boot loaders, then ISO 9660 begins.
 *
 *    0   the first sector of a disk: on a USB stick, a BIOS starts the image from here
 *    1   the list of what a machine may start (the El Torito specification)
 *    2   what a BIOS starts from a CD: the same loader for other blocks
 *    3   the command line
 *    4   the initramfs, if it fits into what is free
 *   16   three descriptors: the volume, where the list is, the end
 *   19   the folders by their numbers, twice: both byte orders
 *   21   the root folder, with the names of Rock Ridge, which Linux reads
 *   22   [#if image.uefi]a FAT file system for UEFI, whose file contains kernel and initramfs: the root folder points[#else]the kernel, then the initramfs if it is larger[/#if]
[#if image.uefi]
 *        into it, and so does the loader
[/#if]
 *
 * The assembler gets the places and sizes of kernel and initramfs in bytes: LINUX_AT, LINUX_SIZE,
 * INITRD_AT, INITRD_SIZE.
 */
	.set BLOCK, 2048
	.macro both16 value
	.2byte \value
	.byte (\value) >> 8 & 255, (\value) & 255
	.endm
	.macro both32 value
	.4byte \value
	.byte (\value) >> 24 & 255, (\value) >> 16 & 255, (\value) >> 8 & 255, (\value) & 255
	.endm
	/* The beginning of a folder's entry: 1980-01-01; flags say whether it is a folder. */
	.macro entry block, size, flags, length
	.byte 0
	both32 "(\block)"
	both32 "(\size)"
	.byte 80, 1, 1, 0, 0, 0, 0, \flags, 0, 0
	both16 1
	.byte \length
	.endm
	/* Rock Ridge: mode and links, owner and group. */
	.macro owner mode, links
	.ascii "PX"
	.byte 36, 1
	both32 \mode
	both32 \links
	both32 0
	both32 0
	.endm
	.macro file name, real, at, size
1:	.byte 3f - 1b
	entry "\at / BLOCK", \size, 0, "2f - 4f"
4:	.ascii "\name"
2:	.balign 2
	owner 0100444, 1
5:	.ascii "NM"
	.byte 6f - 5b, 1, 0
	.ascii "\real"
6:	.balign 2
3:
	.endm

image:
[#if image.bios]
	.incbin "disk.bin"
[/#if]
	.org 440
	.4byte 0x[=image.serial]		/* the disk's identifier, then a partition that can be started */
	.org 446
	.byte 0x80, 0, 1, 0, 0x17, 0xff, 0xff, 0xff
	.4byte 0, (end - image) / 512
[#if image.uefi]
	.byte 0, 0xff, 0xff, 0xff, 0xef, 0xff, 0xff, 0xff
	.4byte (files - image) / 512, (end - files) / 512
[/#if]
	.org 510
	.byte 0x55, 0xaa

	.org 1 * BLOCK
[#if image.bios]
	.byte 1, 0, 0, 0			/* for a PC with a BIOS; the sum of all words is 0 */
	.org 1 * BLOCK + 28
	.byte 0xaa, 0x55, 0x55, 0xaa
	.byte 0x88, 0, 0, 0, 0, 0		/* start block 2 */
	.2byte 4
	.4byte 2
[#else]
	.byte 1, 0xef, 0, 0			/* for UEFI; the sum of all words is 0 */
	.org 1 * BLOCK + 28
	.byte 0xaa, 0x66, 0x55, 0xaa
[/#if]
[#if image.uefi]
[#if image.bios]
	.org 1 * BLOCK + 64
	.byte 0x91, 0xef, 1, 0			/* and one more, for UEFI */
	.org 1 * BLOCK + 96
[/#if]
	.byte 0x88, 0, 0, 0, 0, 0		/* the file system below, in sectors of 512 bytes */
	.if PARTITION_SIZE / 512 < 65536
	.2byte PARTITION_SIZE / 512
	.else
	.2byte 0xffff
	.endif
	.4byte (files - image) / BLOCK
[/#if]

	.org 2 * BLOCK
[#if image.bios]
	.incbin "cd.bin"
[/#if]
	.org 3 * BLOCK
	.incbin "cmdline.bin"
[#if hasInitramfs && !image.uefi]
	.if INITRD_AT == 4 * BLOCK
	.incbin "[=initramfs]"
	.endif
[/#if]

	.org 16 * BLOCK
	.byte 1
	.ascii "CD001"
	.byte 1, 0
	.org 16 * BLOCK + 40, 0x20
	.ascii "[=image.volume]"
	.org 16 * BLOCK + 72, 0x20
	.8byte 0
	both32 "((end - image) / BLOCK)"
	.org 16 * BLOCK + 120
	both16 1
	both16 1
	both16 BLOCK
	both32 10				/* the bytes of each list of folders */
	.4byte 19, 0
	.byte 0, 0, 0, 20, 0, 0, 0, 0
	.byte 34
	entry 21, BLOCK, 2, 1
	.byte 0
	.org 16 * BLOCK + 813, 0x20
	.ascii "1980010100000000"
	.byte 0
	.ascii "1980010100000000"
	.byte 0
	.ascii "0000000000000000"
	.byte 0
	.ascii "0000000000000000"
	.byte 0, 1

	.org 17 * BLOCK
	.byte 0
	.ascii "CD001"
	.byte 1
	.ascii "EL TORITO SPECIFICATION"
	.org 17 * BLOCK + 71
	.4byte 1

	.org 18 * BLOCK
	.byte 255
	.ascii "CD001"
	.byte 1

	.org 19 * BLOCK
	.byte 1, 0
	.4byte 21
	.2byte 1, 0
	.org 20 * BLOCK
	.byte 1, 0, 0, 0, 0, 21, 0, 1, 0, 0

	.org 21 * BLOCK
1:	.byte 2f - 1b				/* the folder itself; what speaks Rock Ridge begins here */
	entry 21, BLOCK, 2, 1
	.byte 0
	.ascii "SP"
	.byte 7, 1, 0xbe, 0xef, 0
	owner 040555, 2
	.ascii "ER"
	.byte 18, 1, 10, 0, 0, 1
	.ascii "RRIP_1991A"
	.balign 2
2:	.byte 3f - 2b				/* and its parent, which it is itself */
	entry 21, BLOCK, 2, 1
	.byte 1
	owner 040555, 2
	.balign 2
3:
	file "[=image.kernelName];1", "[=kernel.image]", LINUX_AT, LINUX_SIZE
[#if hasInitramfs]
	file "[=image.initramfsName];1", "[=initramfs]", INITRD_AT, INITRD_SIZE
[/#if]

	.org 22 * BLOCK
files:
[#if image.uefi]
	.incbin "boot.bin"
[#else]
	.incbin "[=kernel.image]"
	.balign BLOCK
[#if hasInitramfs]
	.if INITRD_AT > 4 * BLOCK
	.incbin "[=initramfs]"
	.endif
[/#if]
[/#if]
	.balign BLOCK
end:
