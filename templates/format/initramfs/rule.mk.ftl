# ---- the initramfs ----------------------------------------------------------------------------

# The first file system: an archive that the kernel unpacks into memory. initramfs.list lists its
# files; a program from the kernel source creates it, so that device files do not need root.
tools/gen_init_cpio: $(KERNEL_SOURCE)/usr/gen_init_cpio.c
[#if !hasInit]
	mkdir -p tools
[/#if]
	$(HOSTCC) -O2 -o $@ $<

[#if hasRoot]
# distroc packed the root file system from the recipe: rootfs.list lists what is in rootfs.cpio. That
# is an archive without an end, so that a second one can go on with it: what is compiled here. Its
# files are copied and get a fixed time, which archives record.
initramfs.cpio: rootfs.cpio initramfs.list [#if hasInit]init [/#if]tools/gen_init_cpio
[#if hasInit]
	mkdir -p rootfs
	cp init rootfs/init
	touch -d @$(SOURCE_DATE_EPOCH) rootfs/init
[/#if]
	{ cat rootfs.cpio && tools/gen_init_cpio -t $(SOURCE_DATE_EPOCH) initramfs.list; } >$@

rootfs.cpio:
	@echo '$@ is missing: run distroc build, which packs it from the files of the recipe' >&2
	@exit 1
[#else]
# The archive records modification times, so files are copied and get a fixed time.
initramfs.cpio: initramfs.list init tools/gen_init_cpio
	mkdir -p rootfs
	cp init rootfs/init
	touch -d @$(SOURCE_DATE_EPOCH) rootfs/init
	tools/gen_init_cpio -t $(SOURCE_DATE_EPOCH) initramfs.list >$@
[/#if]
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
[#elseif compression == "lz4"]

# -l: the legacy format, the only one that the kernel's decompressor knows.
initramfs.cpio.lz4: initramfs.cpio
	lz4 -q -l -12 -c $< >$@
[/#if]
