# ---- the initramfs ----------------------------------------------------------------------------

# The first file system: an archive that the kernel unpacks into memory. initramfs.list lists its
# files; a program from the kernel source creates it, so that device files do not need root.
tools/gen_init_cpio: $(KERNEL_SOURCE)/usr/gen_init_cpio.c
	$(HOSTCC) -O2 -o $@ $<

# The archive records modification times, so files are copied and get a fixed time.
initramfs.cpio: initramfs.list init tools/gen_init_cpio
	mkdir -p rootfs
	cp init rootfs/init
	touch -d @$(SOURCE_DATE_EPOCH) rootfs/init
	tools/gen_init_cpio -t $(SOURCE_DATE_EPOCH) initramfs.list >$@
[#if compression == "gzip"]

# -n: without the file's name and time.
initramfs.cpio.gz: initramfs.cpio
	gzip -n -9 -c $< >$@
[#elseif compression == "xz"]

# The kernel's decompressor supports only CRC32, and needs a small dictionary. One thread: the number
# of threads affects the output.
initramfs.cpio.xz: initramfs.cpio
	xz --check=crc32 --lzma2=preset=9e,dict=1MiB -T1 -c $< >$@
[#elseif compression == "zstd"]

# One thread: the number of threads affects the output.
initramfs.cpio.zst: initramfs.cpio
	zstd -q -19 -T1 -c $< >$@
[/#if]
