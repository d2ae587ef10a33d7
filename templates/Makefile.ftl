# [=name] [=version]: from a kernel source to a system that boots.
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

.PHONY: all boot clean
# A file whose rule failed is removed: half a file must not look like a whole one.
.DELETE_ON_ERROR:

all:[#list targets as target] [=target][/#list]

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

[#include "format/kernel/rule.mk.ftl"]

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
[/#if]
[#list images as image]

[#include image.rule]
[/#list]

# ---- trying it --------------------------------------------------------------------------------

[#if display == "vga"]
# The guest's text screen, in this terminal. To leave: Alt-2 (or Esc, then 2), type quit, press Enter.
[#else]
# The guest's serial port is this terminal. To leave: Ctrl-A, then X.
[/#if]
[#if uefi?has_content]
# The UEFI firmware: where Debian has it, then where others do.
OVMF := $(firstword $(wildcard[#list uefi as file] \
  [=file][/#list]))
[/#if]
# tcg translates the guest's instructions, which works everywhere. kvm runs them on the processor,
# which is faster where it works: make boot ACCEL=kvm
ACCEL := [=accelerator]
boot: all
	[=boot]

clean:
	rm -rf '$(KERNEL_OBJECTS)' '$(KERNEL_SYMBOLS)' debug rootfs $(SCRATCH) [#if hasInit && libc == "nolibc"]headers [/#if]tools/gen_init_cpio tools/sstrip
	rm -f kernel.config[#if !kernel.baseIsFile] [=kernel.base].config[/#if] [=kernel.image] System.map *.o $(INIT_OBJECTS) *.a init init.elf \
	  initramfs.cpio*[#list images as image][#if image.file != initramfs] [=image.file][/#if][/#list]
