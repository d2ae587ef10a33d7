# [=name] [=version]: from a kernel source to [#if formats?seq_contains("iso")]a CD image[#else]a system[/#if] that boots.
#
# distroc wrote this file from a recipe, and runs it. But it needs no distroc: `make` builds the same
# bytes. Read it from top to bottom: it is the whole way, and nothing happens elsewhere.
#
#   make                 build everything
#   make boot            boot it in QEMU
#   make debug/vmlinux   the kernel's names and lines, for a debugger
#   make clean           remove what was built

# ---- where things are -------------------------------------------------------------------------

# [=kernel.origin], Linux [=kernel.release].
# On another machine, unpack the same source anywhere: make KERNEL_SOURCE=/path/to/linux
KERNEL_SOURCE := [=kernel.source]

# The kernel's own object files go here; its source stays as it is.
KERNEL_OBJECTS := $(CURDIR)/objects

CC := gcc
LD := ld
AR := ar
OBJCOPY := objcopy
[#if formats?seq_contains("iso")]

# The boot loader: where Debian has it, then where others do.
ISOLINUX := $(firstword $(wildcard /usr/lib/ISOLINUX/isolinux.bin /usr/lib/syslinux/bios/isolinux.bin \
  /usr/share/syslinux/isolinux.bin))
LDLINUX := $(firstword $(wildcard /usr/lib/syslinux/modules/bios/ldlinux.c32 \
  /usr/lib/syslinux/bios/ldlinux.c32 /usr/share/syslinux/ldlinux.c32))
[/#if]

.PHONY: all boot clean
# A file whose rule failed is removed: half a file must not look like a whole one.
.DELETE_ON_ERROR:

all:[#if formats?seq_contains("kernel") || !hasInit] [=kernel.image][/#if][#if formats?seq_contains("initramfs")] [=initramfs][/#if][#if formats?seq_contains("iso")] [=iso][/#if]

# ---- same sources, same bytes -----------------------------------------------------------------

# Archives and file systems record times. This one is 1980-01-01, the first day that all of them
# can express.
export SOURCE_DATE_EPOCH := 315532800
export LC_ALL := C
export TZ := UTC

# What the kernel would otherwise ask of the machine, and print when it boots.
KERNEL_STAMP := KBUILD_BUILD_TIMESTAMP=1980-01-01 KBUILD_BUILD_VERSION=1 \
  KBUILD_BUILD_USER=distroc KBUILD_BUILD_HOST=distroc
# Variables of the environment that would change the kernel behind our back.
unexport KCFLAGS KAFLAGS KCPPFLAGS KCONFIG_ALLCONFIG KCONFIG_CONFIG LOCALVERSION LLVM W V C

# ---- the kernel -------------------------------------------------------------------------------

# O= keeps everything that is built out of the source. -j: as many jobs as there are processors,
# unless make was told a number already; a rule with the word $(MAKE) in it gets its share of those.
KERNEL_JOBS = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
KERNEL = -C $(KERNEL_SOURCE) O=$(KERNEL_OBJECTS) ARCH=[=kernel.arch] $(KERNEL_STAMP) $(KERNEL_JOBS) \
  $(KERNEL_QUICK)

# What makes it quicker and changes no byte of it. gcc-nm: nm looks into every object file, and would
# load the plugins of other compilers each time. HOSTCFLAGS: programs that only help to build need
# not be the fastest.[#if kernel.pinned] -ftrack-macro-expansion=0: gcc need not know of each word which macros it came
# through; only its warnings would tell.[/#if] GLIBC_TUNABLES: the compiler gets its memory in large pieces.
KERNEL_QUICK := NM=gcc-nm HOSTCFLAGS=-O1[#if kernel.pinned] KCFLAGS=-ftrack-macro-expansion=0[/#if]
export GLIBC_TUNABLES := glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864

# The configuration: a base, then the recipe's options on top of it. olddefconfig gives every other
# option its default, and silently drops what cannot be: so compare kernel.fragment with the result.
[#if !kernel.pinned]
# The source is a folder that can change: FORCE is never up to date, so its make is asked each time.
.PHONY: FORCE
[/#if]
[#if !kernel.baseIsFile]
# The base is made once, and not again when only options change. Secondary: nobody needs it while
# kernel.config is good.
.SECONDARY: [=kernel.base].config
[=kernel.base].config:[#if !kernel.pinned] FORCE[/#if]
	mkdir -p '$(KERNEL_OBJECTS)'
	$(MAKE) $(KERNEL) [=kernel.base]
	cp '$(KERNEL_OBJECTS)/.config' $@.new
	mv $@.new $@

[/#if]
kernel.config: kernel.fragment [#if kernel.baseIsFile]kernel.base[#else][=kernel.base].config[/#if][#if !kernel.pinned] FORCE[/#if]
	mkdir -p '$(KERNEL_OBJECTS)'
	$(KERNEL_SOURCE)/scripts/kconfig/merge_config.sh -m -O '$(KERNEL_OBJECTS)' \
	  [#if kernel.baseIsFile]kernel.base[#else][=kernel.base].config[/#if] kernel.fragment
	$(MAKE) $(KERNEL) olddefconfig
	[#if !kernel.pinned]cmp -s '$(KERNEL_OBJECTS)/.config' $@ || [/#if]cp '$(KERNEL_OBJECTS)/.config' $@

# The kernel itself. Its make may find objects of another configuration: it compiles what differs.
[=kernel.image] System.map &: kernel.config[#if !kernel.pinned] FORCE[/#if]
	cmp -s kernel.config '$(KERNEL_OBJECTS)/.config' || cp kernel.config '$(KERNEL_OBJECTS)/.config'
	$(MAKE) $(KERNEL) [=kernel.image]
	[#if !kernel.pinned]cmp -s '$(KERNEL_OBJECTS)/[=kernel.imagePath]' [=kernel.image] || \
	  [/#if]cp '$(KERNEL_OBJECTS)/[=kernel.imagePath]' '$(KERNEL_OBJECTS)/System.map' .
[#if !kernel.pinned]

FORCE:
[/#if]

# ---- the kernel, for a debugger -----------------------------------------------------------------

# The same kernel once more, not small and never booted: -g adds the names of types and variables,
# and the source line of each instruction, in sections of their own. So the code stays the same, and
# System.map, the address of each function, proves it: with another one a debugger would lie. The
# sources are recorded as /linux, to be found wherever they are: gdb's `set substitute-path`.[#if kernel.gdbScripts]
# scripts_gdb: numbers that the kernel's own gdb commands need.[/#if]
KERNEL_SYMBOLS := $(CURDIR)/objects-symbols
FOR_DEBUGGER := -g -fdebug-prefix-map=$(realpath $(KERNEL_SOURCE))=/linux \
  -fdebug-prefix-map=$(KERNEL_SYMBOLS)=/linux
debug/vmlinux[#if kernel.gdbScripts] debug/constants.py &[/#if]: kernel.config System.map
	mkdir -p '$(KERNEL_SYMBOLS)' debug
	cmp -s kernel.config '$(KERNEL_SYMBOLS)/.config' || cp kernel.config '$(KERNEL_SYMBOLS)/.config'
	$(MAKE) $(KERNEL) O=$(KERNEL_SYMBOLS) KCFLAGS='$(FOR_DEBUGGER)' KAFLAGS='$(FOR_DEBUGGER)' \
	  vmlinux[#if kernel.gdbScripts] scripts_gdb[/#if]
	cmp System.map '$(KERNEL_SYMBOLS)/System.map'
	cp '$(KERNEL_SYMBOLS)/vmlinux'[#if kernel.gdbScripts] '$(KERNEL_SYMBOLS)/scripts/gdb/linux/constants.py'[/#if] debug
[#if hasInit]

[#include "init/init.mk.ftl"]

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
[/#if]
[#if formats?seq_contains("iso")]

# ---- the CD image -----------------------------------------------------------------------------

# A CD that a PC's BIOS can start: it loads isolinux.bin, which loads ldlinux.c32, reads
# isolinux.cfg, and loads kernel and initramfs. -boot-info-table tells isolinux.bin where it is;
# -no-pad leaves out 300 KB that old CD drives wanted at the end; -r makes everything root's and
# readable, whoever builds; --set_all_file_dates is the fixed time again.
[=iso]: [=kernel.image] isolinux.cfg[#if hasInit] [=initramfs][/#if] $(ISOLINUX) $(LDLINUX)
	rm -rf iso
	mkdir iso
	cp $^ iso/
	xorriso -as mkisofs -quiet -o $@ -V [=volume] -no-pad -r --set_all_file_dates 1980010100000000 \
	  -b isolinux.bin -c boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table iso
[/#if]

# ---- trying it --------------------------------------------------------------------------------

[#if display == "vga"]
# The guest's text screen, in this terminal. To leave: Alt-2 (or Esc, then 2), type quit, press Enter.
[#else]
# The guest's serial port is this terminal. To leave: Ctrl-A, then X.
[/#if]
boot: all
	[=qemu] -m [=memory] -nic none [#if display == "vga"]-display curses[#else]-nographic[/#if] \
[#if formats?seq_contains("iso")]
	  -cdrom [=iso][#if hasQemuFlags] [=qemuFlags][/#if]
[#else]
	  -kernel [=kernel.image][#if hasInit && formats?seq_contains("initramfs")] -initrd [=initramfs][/#if][#if kernel.hasCmdline] \
	  -append [=kernel.cmdlineWord][/#if][#if hasQemuFlags] [=qemuFlags][/#if]
[/#if]

clean:
	rm -rf '$(KERNEL_OBJECTS)' '$(KERNEL_SYMBOLS)' debug rootfs iso [#if hasInit && libc == "nolibc"]headers [/#if]tools/gen_init_cpio tools/sstrip
	rm -f kernel.config[#if !kernel.baseIsFile] [=kernel.base].config[/#if] [=kernel.image] System.map *.o $(INIT_OBJECTS) *.a init init.elf \
	  initramfs.cpio* [=iso]
