# ---- the initramfs ----------------------------------------------------------------------------

# The first file system: an archive that the kernel unpacks into memory. initramfs.list says what is
# in it; a program of the kernel's makes it, so nobody needs to be root to make a device file.
tools/gen_init_cpio: $(KERNEL_SOURCE)/usr/gen_init_cpio.c
	$(CC) -O2 -o $@ $<

# The archive records when its files changed last, so they are copied and get a fixed time.
initramfs.cpio: initramfs.list init tools/gen_init_cpio
	mkdir -p rootfs
	cp init rootfs/init
	touch -d @$(SOURCE_DATE_EPOCH) rootfs/init
	tools/gen_init_cpio -t $(SOURCE_DATE_EPOCH) initramfs.list >$@
[#if compression == "gzip"]

# -n: without name and time of the file.
initramfs.cpio.gz: initramfs.cpio
	gzip -n -9 -c $< >$@
[#elseif compression == "xz"]

# The kernel's own unpacker checks CRC32 only and wants a small dictionary. One thread: more would
# give other bytes.
initramfs.cpio.xz: initramfs.cpio
	xz --check=crc32 --lzma2=preset=9e,dict=1MiB -T1 -c $< >$@
[#elseif compression == "zstd"]

# One thread: more would give other bytes.
initramfs.cpio.zst: initramfs.cpio
	zstd -q -19 -T1 -c $< >$@
[/#if]
