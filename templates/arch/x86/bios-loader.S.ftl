/*
 * A boot loader for exactly one Linux. There is no configuration and no file system: the build says
 * in which blocks of the disk the kernel, its command line and the initramfs are.
 *
 * The BIOS loads this, the first block, to 0x7c00 and jumps there with the number of the drive in dl.
 * The loader then does what Documentation/x86/boot.rst of the kernel asks for.
 *
 *   BLOCK                          bytes of a block: 2048 on a CD, 512 on every other disk
 *   CMDLINE_LBA                    the first block of the command line, 2048 bytes with zeros at its end
 *   LINUX_LBA LINUX_BLOCKS         where the kernel is
 *   INITRD_LBA INITRD_BLOCKS INITRD_SIZE    where the initramfs is, and its bytes; 0 without one
 *
 * Limits: the BIOS has to know block numbers (int 13h, function 42h), which it does not for diskettes.
 * Memory has to reach up to where the kernel says that it unpacks itself, and the initramfs
 * after that.
 *
 * Memory while it works:
 *
 *   0x07c00 this loader, its stack below     0x10000 the kernel's first part, which runs in real mode
 *   0x1e000 the command line                 0x20000 blocks before they are copied above 1 MB
 */
	.code16
	.set CHUNK, 32768		/* bytes that are read at once */

	.globl _start
_start:	cli				/* some BIOSes jump to 0x7c0:0: all segments become 0 */
	xor	%ax, %ax
	mov	%ax, %ds
	mov	%ax, %es
	mov	%ax, %ss
	mov	$0x7c00, %sp
	ljmp	$0, $1f
1:	mov	%dl, drive
	mov	$0x2401, %ax		/* open the A20 gate, or every second MB is missing */
	int	$0x15

	mov	$2048 / BLOCK, %ax	/* the command line goes to 0x1e000 */
	call	read

	/* The kernel's first chunk goes to 0x10000. It begins with setup_sects + 1 sectors that run in
	   real mode and stay there. The rest of it, and all other chunks, belong to 1 MB. */
	movw	$0x1000, segment
	movl	$LINUX_LBA, lba
	mov	$CHUNK / BLOCK, %ax
	call	read
	mov	$0x1000, %ax
	mov	%ax, %fs
	movzbl	%fs:0x1f1, %esi		/* setup_sects */
	inc	%si
	shl	$9, %si
	mov	$CHUNK, %ecx
	sub	%si, %cx
	add	$0x10000, %esi
	mov	$0x100000, %edi
	call	copy
	mov	$LINUX_BLOCKS - CHUNK / BLOCK, %ebp
	call	load

.if INITRD_SIZE
	mov	$0x1000, %ax
	mov	%ax, %fs
	mov	%fs:0x258, %edi		/* pref_address, where the kernel unpacks itself */
	add	%fs:0x260, %edi		/* init_size, what it needs there */
	add	$4095, %edi
	and	$-4096, %edi
	mov	%edi, %fs:0x218		/* ramdisk_image */
	movl	$INITRD_SIZE, %fs:0x21c	/* ramdisk_size */
	movl	$INITRD_LBA, lba
	mov	$INITRD_BLOCKS, %ebp
	call	load
.endif
	mov	$0x1000, %ax		/* the kernel's segment, and its stack below the command line */
	mov	%ax, %ds
	mov	%ax, %es
	mov	%ax, %fs
	mov	%ax, %gs
	cli
	mov	%ax, %ss
	mov	$0xe000, %sp
	movb	$0xff, 0x210		/* type_of_loader: none with a number of its own */
	orb	$0x80, 0x211		/* loadflags: there is a heap, */
	movw	$0xde00, 0x224		/* heap_end_ptr: up to 512 bytes below the stack's top */
	movl	$0x1e000, 0x228		/* cmd_line_ptr */
	ljmp	$0x1020, $0

/* Loads ebp blocks to edi and up, chunk by chunk. */
load:	movw	$0x2000, segment
1:	test	%ebp, %ebp
	jle	2f
	mov	$CHUNK / BLOCK, %eax	/* as many blocks as fit, or as are left */
	cmp	%eax, %ebp
	jae	3f
	mov	%bp, %ax
3:	sub	%eax, %ebp
	call	read
	mov	$0x20000, %esi
	mov	$CHUNK, %ecx
	call	copy
	jmp	1b

/* Reads ax blocks from `lba` to `segment`, and goes on to the next block. */
read:	mov	%ax, count
	pushal
	mov	$packet, %si
	mov	drive, %dl
	mov	$0x42, %ah
	int	$0x13
	jc	fail
	popal
	movzwl	count, %eax
	add	%eax, lba
2:	ret

/* Copies ecx bytes from esi to edi, both anywhere in 4 GB: real mode reaches only 1 MB, but segments
   keep the limits that they got in protected mode. BIOSes reset them, so this happens each time. */
copy:	cli
	lgdt	gdt
	mov	%cr0, %eax
	inc	%ax			/* PE is bit 0 */
	mov	%eax, %cr0
	mov	$8, %dx
	mov	%dx, %ds
	mov	%dx, %es
	dec	%ax
	mov	%eax, %cr0
	xor	%dx, %dx
	mov	%dx, %ds
	mov	%dx, %es
	addr32 rep movsb
	sti
	ret

fail:	mov	$0x0e00 + '!', %ax	/* a disk that cannot be read: print ! and stop */
	int	$0x10
1:	hlt
	jmp	1b

gdt:	.word	gdt_end - gdt - 1	/* the first entry is never used: the table's own pointer fits */
	.long	gdt
	.word	0
	.quad	0x00cf92000000ffff	/* data from 0 to 4 GB */
gdt_end:
packet:	.byte	16, 0			/* what int 13h, function 42h reads */
count:	.word	0
	.word	0
segment: .word	0x1e00
lba:	.quad	CMDLINE_LBA
drive:	.byte	0
	.org	_start + 440		/* at most that much: then comes the partition table */
