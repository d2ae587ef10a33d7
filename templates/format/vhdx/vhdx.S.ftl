/*
 * A disk for Hyper-V, from its first to its last byte, as Microsoft's specification [MS-VHDX] has it;
 * the assembler only lays out bytes here. The disk has DISK_SIZE bytes.
 *
 *    0 KiB   what kind of file it is
 *   64 KiB   a header, and at 128 KiB an older one, which counts if the newer one is damaged
 *  192 KiB   which regions there are, and at 256 KiB the same again
 *    1 MiB   a log of unfinished writes: empty
 *    2 MiB   facts about the disk
 *    3 MiB   where each block of the disk is
 *    4 MiB   the blocks
 *
 * Headers and lists of regions have a sum (CRC-32C) of their bytes.
 */
	.set KIB, 1024
	.set MIB, 1048576
	.set BLOCKS, (DISK_SIZE + MIB - 1) / MIB
	/* After this many blocks, the list has an entry for a map of sectors, which is not used here. */
	.set CHUNK, 4096

	.macro header number, sum
	.ascii "head"
	.4byte \sum
	.8byte \number
	.byte [=image.fileId]
	.byte [=image.dataId]
	.8byte 0, 0			/* no log */
	.2byte 0, 1			/* versions of the log and of the format */
	.4byte MIB			/* size and place of the log */
	.8byte MIB
	.endm
	.macro regions
	.ascii "regi"
	.4byte [=image.regions], 2, 0
	.byte 0x66, 0x77, 0xc2, 0x2d, 0x23, 0xf6, 0x00, 0x42
	.byte 0x9d, 0x64, 0x11, 0x5e, 0x9b, 0xfd, 0x4a, 0x08
	.8byte 3 * MIB			/* the list of blocks: place, size, and that it is needed */
	.4byte MIB, 1
	.byte 0x06, 0xa2, 0x7c, 0x8b, 0x90, 0x47, 0x9a, 0x4b
	.byte 0xb8, 0xfe, 0x57, 0x5f, 0x05, 0x0f, 0x88, 0x6e
	.8byte 2 * MIB			/* the facts */
	.4byte MIB, 1
	.endm

file:	.ascii "vhdxfile"
	.string16 "distroc"

	.org 64 * KIB
	header 2, [=image.newer]
	.org 128 * KIB
	header 1, [=image.older]
	.org 192 * KIB
	regions
	.org 256 * KIB
	regions

	.org 2 * MIB
	.ascii "metadata"
	.2byte 0, 5
	.org 2 * MIB + 32		/* each fact: what, where after this table, size, that it is needed */
	.byte 0x37, 0x67, 0xa1, 0xca, 0x36, 0xfa, 0x43, 0x4d
	.byte 0xb3, 0xb6, 0x33, 0xf0, 0xaa, 0x44, 0xe7, 0x6b
	.4byte block - facts, 8, 4, 0
	.byte 0x24, 0x42, 0xa5, 0x2f, 0x1b, 0xcd, 0x76, 0x48
	.byte 0xb2, 0x11, 0x5d, 0xbe, 0xd8, 0x3b, 0xf4, 0xb8
	.4byte size - facts, 8, 6, 0
	.byte 0xab, 0x12, 0xca, 0xbe, 0xe6, 0xb2, 0x23, 0x45
	.byte 0x93, 0xef, 0xc3, 0x09, 0xe0, 0x00, 0xc7, 0x46
	.4byte disk - facts, 16, 6, 0
	.byte 0x1d, 0xbf, 0x41, 0x81, 0x6f, 0xa9, 0x09, 0x47
	.byte 0xba, 0x47, 0xf2, 0x33, 0xa8, 0xfa, 0xab, 0x5f
	.4byte sector - facts, 4, 6, 0
	.byte 0xc7, 0x48, 0xa3, 0xcd, 0x5d, 0x44, 0x71, 0x44
	.byte 0x9c, 0xc9, 0xe9, 0x88, 0x52, 0x51, 0xc5, 0x56
	.4byte physical - facts, 4, 6, 0
	.set facts, file + 2 * MIB
	.org 2 * MIB + 64 * KIB
block:	.4byte MIB, 0			/* a block's size; the file has no parent */
size:	.8byte DISK_SIZE
disk:	.byte [=image.diskId]
sector:	.4byte 512
physical:
	.4byte 512

	.org 3 * MIB
	.set AT, 0
	.rept BLOCKS
	.if AT > 0 && AT % CHUNK == 0
	.8byte 0
	.endif
	.8byte (4 + AT) * MIB + 6	/* where it is; 6: all of it is there */
	.set AT, AT + 1
	.endr

	.org 4 * MIB
	.incbin "[=image.disk]"
	.org (4 + BLOCKS) * MIB
