# ---- init: the first program ----------------------------------------------------------------

# Your sources, each compiled to one object file.
INIT_OBJECTS := [#list objects as object][=object][#sep] [/#list]
[#if headers?size != 0]
# Your headers: when one changes, every file that may include it is recompiled.
INIT_HEADERS := [#list headers as header][=header][#sep] [/#list]
[/#if]

# Optimize for size; line numbers for debuggers; warnings; this folder contains generated headers.
INIT_CFLAGS := -Os -g -Wall -Wextra -I.
[#if table??]
# Smaller still, where the compiler can: GCC does since version 12.
services.o: INIT_CFLAGS += $(shell $(CC) -Oz -E - </dev/null >/dev/null 2>&1 && echo -Oz)
[/#if]
# Reproducible: the same sources produce the same bytes, in any folder and at any time.
INIT_CFLAGS += -ffile-prefix-map='$(CURDIR)=.' -Werror=date-time
# A section for each function and variable, so that the linker can remove unused ones.
INIT_CFLAGS += -ffunction-sections -fdata-sections
# No unwind tables, and no position-independent code: the load address is fixed.
INIT_CFLAGS += -fno-asynchronous-unwind-tables -fno-pie
# This file contains the flags, so objects depend on it.
$(INIT_OBJECTS): Makefile
# Objects also depend on every file that the compiler read (-MD) and the assembler (--MD: .incbin,
# .include). The names may be any text, so make includes a third file with those that it can take as
# names of files that exist.
INIT_COMPILE = $(CC) $(INIT_CFLAGS) -MD -MF $*.d -Wa,--MD,$*.as.d -c -o $@ $<
INIT_READ = echo '$@: $$(filter-out $@,$$(wildcard' \
  $$(cat $*.d $*.as.d 2>/dev/null | tr -cs 'A-Za-z0-9_./+-' ' ')'))' >$*.dep
-include $(wildcard *.dep $(INIT_OBJECTS:.o=.dep))
[#if libc != "static"]
# [#if libc == "none"]There is no C library[#else]Only a minimal C library[/#if]: the compiler must not assume a complete one.
INIT_CFLAGS += -ffreestanding
# No stack protector: it reads memory that a C library would have set up.
INIT_CFLAGS += -fno-stack-protector
# Some compilers add stack probes by default.
INIT_CFLAGS += -fno-stack-clash-protection
[#include "/arch/" + architecture + "/flags.mk.ftl"]
[/#if]
[#if libc == "none"]

%.o: %.c syscalls.h[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(INIT_COMPILE)
	@$(INIT_READ)

# Assembly: .S goes through the C preprocessor first, .s does not.
%.o: %.S[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(INIT_COMPILE)
	@$(INIT_READ)

%.o: %.s
	$(INIT_COMPILE)
	@$(INIT_READ)

# A minimal C library: _start, the system calls, memcpy and its relatives. From an archive the linker
# takes only what is needed. If you define your own _start, it is used instead.
libinit.a: start.o syscalls.o memory.o
	rm -f $@
	$(AR) rcsD $@ $^

[#if stackHeader]
# Everything in one object file. libgcc implements what the processor has no instruction for, such as
# 64-bit division. That no stack needs to be executable is said once, below, for the whole program.
[#else]
# Everything in one object file. libgcc implements what the processor has no instruction for, such as
# 128-bit division. Each object has a note that it needs no executable stack. The linker would turn
# the notes into one more program header; without it, the kernel behaves the same here.
[/#if]
init.o: $(INIT_OBJECTS) libinit.a
	$(CC) -r -nostdlib -Wl,-u,_start $(INIT_LDFLAGS) -o $@ $^ -lgcc
	$(OBJCOPY) --remove-section=.note.GNU-stack $@

# init.ld is the layout. No shared libraries, no build ID, no padding between code and constants.
init.elf: init.o init.ld
	$(CC) -nostdlib -static -no-pie -Wl,-T,init.ld,--gc-sections,--build-id=none \
	  -Wl,-z,noseparate-code,-z,max-page-size=4096[#if stackHeader],-z,noexecstack[/#if] -o $@ $<
[#elseif libc == "nolibc"]
# Headers come from three places, none of them this machine's C library: nolibc in the kernel source;
# the kernel's user-space headers, which its make installs in a copy; and the compiler.
INIT_CFLAGS += -nostdinc -isystem $(KERNEL_SOURCE)/tools/include/nolibc -isystem headers
INIT_CFLAGS += -isystem $(shell $(CC) -print-file-name=include)
INIT_CFLAGS += -ffile-prefix-map='$(KERNEL_SOURCE)=linux'

headers/linux/version.h:[#if !kernel.pinned] FORCE[/#if]
	mkdir -p '$(KERNEL_OBJECTS)'
	$(MAKE) $(KERNEL) headers
	rm -rf headers
	cp -r '$(KERNEL_OBJECTS)/usr/include' headers
	touch $@

%.o: %.c headers/linux/version.h[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(INIT_COMPILE)
	@$(INIT_READ)

# Assembly: .S goes through the C preprocessor first, .s does not.
%.o: %.S headers/linux/version.h[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(INIT_COMPILE)
	@$(INIT_READ)

%.o: %.s
	$(INIT_COMPILE)
	@$(INIT_READ)

# The objects already contain nolibc, including _start: it is all headers. libgcc implements what
# the processor has no instruction for.
init.o: $(INIT_OBJECTS)
	$(CC) -r -nostdlib -Wl,-u,_start $(INIT_LDFLAGS) -o $@ $^ -lgcc
	$(OBJCOPY) --remove-section=.note.GNU-stack $@

# init.ld is the layout. No shared libraries, no build ID, no padding between code and constants.
init.elf: init.o init.ld
	$(CC) -nostdlib -static -no-pie -Wl,-T,init.ld,--gc-sections,--build-id=none \
	  -Wl,-z,noseparate-code,-z,max-page-size=4096[#if stackHeader],-z,noexecstack[/#if] -o $@ $<
[#else]

%.o: %.c[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(INIT_COMPILE)
	@$(INIT_READ)

# Assembly: .S goes through the C preprocessor first, .s does not.
%.o: %.S[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(INIT_COMPILE)
	@$(INIT_READ)

%.o: %.s
	$(INIT_COMPILE)
	@$(INIT_READ)

# -static: the program contains the C library. A shared one would have to be in the initramfs,
# together with the dynamic loader.
init.elf: $(INIT_OBJECTS)
	$(CC) -static -no-pie -Wl,--gc-sections,--build-id=none \
	  -Wl,-z,noseparate-code,-z,norelro,-z,max-page-size=4096 -o $@ $^
[/#if]

# init.elf has symbols and line numbers for debuggers; init is the part of it that the kernel reads.
init: init.elf tools/sstrip
	tools/sstrip $< $@

tools/sstrip: tools/sstrip.c
	$(HOSTCC) -O2 -Wall -Wextra -o $@ $<
