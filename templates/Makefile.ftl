# [=name] [=version]: from a kernel source to a system that boots.
#
# distroc generated this file from a recipe, and runs it. But it does not need distroc: `make` builds
# the same bytes. Read it from top to bottom: this is the whole build, and nothing happens elsewhere.
#
#   make                 build everything
#   make boot            boot it in QEMU
#   make debug/vmlinux   the kernel with debug symbols, for a debugger
#   make clean           remove what was built

# ---- paths and tools --------------------------------------------------------------------------

# [=kernel.origin], Linux [=kernel.release].
# On another machine, unpack the same source anywhere: make KERNEL_SOURCE=/path/to/linux
KERNEL_SOURCE := [=kernel.source]

# The kernel's object files go here; its source is not modified.
KERNEL_OBJECTS := $(CURDIR)/objects

# The compiler for [=architecture][#if crossCompile == ""]: this machine's own. Elsewhere, name its prefix here[/#if].
CROSS_COMPILE :=[#if crossCompile != ""] [=crossCompile][/#if]
CC := $(CROSS_COMPILE)gcc
LD := $(CROSS_COMPILE)ld
AR := $(CROSS_COMPILE)ar
OBJCOPY := $(CROSS_COMPILE)objcopy
# For programs that run during the build.
HOSTCC := gcc

.PHONY: all boot clean
# If a rule fails, its target is deleted: a partial file must not look finished.
.DELETE_ON_ERROR:

all:[#list targets as target] [=target][/#list]

# ---- reproducible builds ----------------------------------------------------------------------

# Archives and file systems record timestamps. This one is 1980-01-01, the earliest date that all of
# them support.
export SOURCE_DATE_EPOCH := 315532800
export LC_ALL := C
export TZ := UTC

# What the kernel would otherwise take from the build machine, and print when it boots.
KERNEL_STAMP := KBUILD_BUILD_TIMESTAMP=1980-01-01 KBUILD_BUILD_VERSION=1 \
  KBUILD_BUILD_USER=distroc KBUILD_BUILD_HOST=distroc
# Environment variables that would silently change the kernel.
unexport KCFLAGS KAFLAGS KCPPFLAGS KCONFIG_ALLCONFIG KCONFIG_CONFIG LOCALVERSION LLVM W V C

[#include "format/kernel/rule.mk.ftl"]

# ---- the kernel, for a debugger -----------------------------------------------------------------

# The same kernel again, large and never booted: -g adds the names of types and variables, and the
# source line of each instruction, in separate sections. The code stays the same, and comparing
# System.map, the addresses of all functions, proves it. The source path is recorded as /linux, which
# gdb maps to the actual path: `set substitute-path`.[#if kernel.gdbScripts]
# scripts_gdb: constants that the kernel's own gdb commands need.[/#if]
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
[#-- Once, for all images that begin with it: make would complain about a second rule. --]
[#if images?filter(image -> (image.small!false) && (image.uefi!true))?size != 0]

[#include "format/shared/efi-stub.mk.ftl"]
[/#if]
[#list images as image]

[#include image.rule]
[/#list]

# ---- booting it -------------------------------------------------------------------------------

[#if display == "vga"]
# The guest's text screen, in this terminal. To quit: Alt-2 (or Esc, then 2), type quit, press Enter.
[#else]
# The guest's serial port is this terminal. To quit: Ctrl-A, then X.
[/#if]
[#if uefi?has_content]
# The UEFI firmware: the path on Debian, then those of other distributions.
OVMF := $(firstword $(wildcard[#list uefi as file] \
  [=file][/#list]))
[/#if]
# tcg emulates the guest's instructions, which works everywhere. kvm runs them on the host's processor,
# which is faster where it works: make boot ACCEL=kvm
ACCEL := [=accelerator]
boot: all
	[=boot]

clean:
	rm -rf '$(KERNEL_OBJECTS)' '$(KERNEL_SYMBOLS)' debug rootfs $(SCRATCH)
	rm -rf [#if hasInit && libc == "nolibc"]headers [/#if]tools/gen_init_cpio tools/sstrip
	rm -f kernel.config[#if !kernel.baseIsFile] [=kernel.base].config[/#if] [=kernel.image] System.map init init.elf \
[#if hasInit]
	  *.o *.d *.dep *.a $(foreach end,o d as.d dep,$(INIT_OBJECTS:.o=.$(end))) \
[/#if]
	  initramfs.cpio*[#list images as image][#if image.file != initramfs] [=image.file][/#if][/#list]
