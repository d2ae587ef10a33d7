/*
 * A FAT file system with one file, /EFI/BOOT/NAME: what UEFI looks for on every disk. The assembler
 * only lays out bytes here; the file is `boot.efi`, and FILE_SIZE is its size.
 *
 *   SECTORS    sectors of 512 bytes of one cluster
 *   CLUSTERS   how many clusters there are; below 4085 they make a FAT12 file system, else FAT16
 *   SERIAL     the serial number
 *   HIDDEN     sectors of the disk before this file system
 *   FREE       sectors between the boot sector and the table, which begin with the file cmdline.bin
 *   LABEL      macro: eleven characters; NAME: macro: the file's eleven characters
 */
	.include "names.s"
	.set CLUSTER, SECTORS * 512
	.set FILE_CLUSTERS, (FILE_SIZE + CLUSTER - 1) / CLUSTER
	.if CLUSTERS < 4085
	.set FAT_SECTORS, ((CLUSTERS + 2) * 3 / 2 + 512) / 512
	.else
	.set FAT_SECTORS, ((CLUSTERS + 2) * 2 + 511) / 512
	.endif
	/* Free sectors move the first cluster to a multiple of a CD's block. */
	.set RESERVED, 1 + FREE + ((4 - (2 + FREE + FAT_SECTORS) % 4) % 4)
	.set TOTAL, RESERVED + FAT_SECTORS + 1 + CLUSTERS * SECTORS

	/* The rest of a folder's entry: attributes, no times but 1980-01-01, first cluster and size. */
	.macro is attributes, cluster, size
	.byte \attributes, 0, 0
	.2byte 0, 0x21, 0x21, 0, 0, 0x21, \cluster
	.4byte \size
	.endm
	.set FOLDER, 0x10

boot:	.byte 0xeb, 0x3c, 0x90		/* a jump: where BIOS would start */
	.ascii "distroc "
	.2byte 512
	.byte SECTORS
	.2byte RESERVED
	.byte 1				/* one table is enough where nothing is written */
	.2byte 16			/* entries of the root folder */
	.if TOTAL < 65536
	.2byte TOTAL
	.else
	.2byte 0
	.endif
	.byte 0xf8
	.2byte FAT_SECTORS, 32, 2
	.4byte HIDDEN
	.if TOTAL < 65536
	.4byte 0
	.else
	.4byte TOTAL
	.endif
	.byte 0x80, 0, 0x29
	.4byte SERIAL
	LABEL
	.if CLUSTERS < 4085
	.ascii "FAT12   "
	.else
	.ascii "FAT16   "
	.endif
	.org boot + 62			/* a program for a BIOS that tries to start this: stop */
	.byte 0xf4, 0xeb, 0xfd
	.org boot + 510
	.byte 0x55, 0xaa
	.if FREE
	.incbin "cmdline.bin"
	.endif
	.org boot + RESERVED * 512

/* The table: for each cluster, which one comes next. Two folders, then the file from cluster 4 on. */
fat:	.if CLUSTERS < 4085
	.set LAST, 0xfff
	/* Two entries of 12 bits are three bytes. */
	.macro next value
	.if HALF
	.byte (FIRST & 0xff), (FIRST >> 8) | ((\value & 0xf) << 4), \value >> 4
	.endif
	.set FIRST, \value
	.set HALF, 1 - HALF
	.endm
	.else
	.set LAST, 0xffff
	.macro next value
	.2byte \value
	.endm
	.endif
	.set HALF, 0
	.set FIRST, 0
	.set AT, 4
	.set MEDIA, LAST & ~7
	next MEDIA
	next LAST
	next LAST
	next LAST
	.rept FILE_CLUSTERS - 1
	.set AT, AT + 1
	next AT
	.endr
	next LAST
	.if CLUSTERS < 4085
	next 0
	.endif
	.org fat + FAT_SECTORS * 512

root:	LABEL
	is 8, 0, 0
	.ascii "EFI        "
	is FOLDER, 2, 0
	.org root + 512

efi:	.ascii ".          "
	is FOLDER, 2, 0
	.ascii "..         "
	is FOLDER, 0, 0
	.ascii "BOOT       "
	is FOLDER, 3, 0
	.org efi + CLUSTER

folder:	.ascii ".          "
	is FOLDER, 3, 0
	.ascii "..         "
	is FOLDER, 2, 0
	NAME
	is 0x20, 4, FILE_SIZE
	.org folder + CLUSTER
file:	.incbin "boot.efi"
	.org boot + TOTAL * 512
