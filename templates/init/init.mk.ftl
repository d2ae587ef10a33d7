# ---- init: the first program ----------------------------------------------------------------

# Your sources, as object files: the compiler's output, one each, not yet put together.
INIT_OBJECTS := [#list objects as object][=object][#sep] [/#list]
[#if headers?size != 0]
# Headers of yours: when one changes, everything that may include it is compiled again.
INIT_HEADERS := [#list headers as header][=header][#sep] [/#list]
[/#if]

# Small; with line numbers for a debugger; all warnings; generated headers are in this folder.
INIT_CFLAGS := -Os -g -Wall -Wextra -I.
# Same sources, same bytes: in any folder, at any time.
INIT_CFLAGS += -ffile-prefix-map='$(CURDIR)=.' -Werror=date-time
# A section for each function and variable, so that the linker can drop unused ones.
INIT_CFLAGS += -ffunction-sections -fdata-sections
# No tables for exceptions, and no code that would run at any address: ours is fixed.
INIT_CFLAGS += -fno-asynchronous-unwind-tables -fno-pie
# Other flags, other objects: so they depend on this file too.
$(INIT_OBJECTS): Makefile
[#if libc != "static"]
# [#if libc == "none"]There is no C library[#else]Next to no C library[/#if]: the compiler must expect none of its functions.
INIT_CFLAGS += -ffreestanding
# No guard on the stack: it is read from memory that a C library would have set up.
INIT_CFLAGS += -fno-stack-protector
# Some compilers probe the stack on their own.
INIT_CFLAGS += -fno-stack-clash-protection
[#include "/arch/" + architecture + "/flags.mk.ftl"]
[/#if]
[#if libc == "none"]

%.o: %.c syscalls.h[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(CC) $(INIT_CFLAGS) -c -o $@ $<

# Assembly: .S goes through the C preprocessor first, .s does not.
%.o: %.S[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(CC) $(INIT_CFLAGS) -c -o $@ $<

%.o: %.s
	$(CC) $(INIT_CFLAGS) -c -o $@ $<

# Our own little C library: where the program starts, the system calls, memcpy and its sisters.
# From an archive the linker takes only what is asked for. Write your own _start, and it wins.
libinit.a: start.o syscalls.o memory.o
	rm -f $@
	$(AR) rcsD $@ $^

# All in one object file. -lgcc has what the processor cannot do in one instruction, a division of
# 128 bits say. Each part came with a note that it needs no executable stack. From these the linker
# would make a program header of 56 bytes; without it the kernel does the same here.
init.o: $(INIT_OBJECTS) libinit.a
	$(CC) -r -nostdlib -Wl,-u,_start -o $@ $^ -lgcc
	$(OBJCOPY) --remove-section=.note.GNU-stack $@

# init.ld says where everything goes. No shared libraries, no build id, no padding between code and
# constants.
init.elf: init.o init.ld
	$(CC) -nostdlib -static -no-pie -Wl,-T,init.ld,--gc-sections,--build-id=none \
	  -Wl,-z,noseparate-code,-z,max-page-size=4096 -o $@ $<
[#elseif libc == "nolibc"]
# Header files come from three places, and none of them is this machine's C library: nolibc from the
# kernel source; what the kernel tells programs of itself, in a copy that its make prepares; and the
# compiler's own.
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
	$(CC) $(INIT_CFLAGS) -c -o $@ $<

# Assembly: .S goes through the C preprocessor first, .s does not.
%.o: %.S headers/linux/version.h[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(CC) $(INIT_CFLAGS) -c -o $@ $<

%.o: %.s
	$(CC) $(INIT_CFLAGS) -c -o $@ $<

# nolibc is in the objects already, each function where it is called, and so is the place where the
# program starts. -lgcc has what the processor cannot do in one instruction.
init.o: $(INIT_OBJECTS)
	$(CC) -r -nostdlib -Wl,-u,_start -o $@ $^ -lgcc
	$(OBJCOPY) --remove-section=.note.GNU-stack $@

# init.ld says where everything goes. No shared libraries, no build id, no padding between code and
# constants.
init.elf: init.o init.ld
	$(CC) -nostdlib -static -no-pie -Wl,-T,init.ld,--gc-sections,--build-id=none \
	  -Wl,-z,noseparate-code,-z,max-page-size=4096 -o $@ $<
[#else]

%.o: %.c[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(CC) $(INIT_CFLAGS) -c -o $@ $<

# Assembly: .S goes through the C preprocessor first, .s does not.
%.o: %.S[#if headers?size != 0] $(INIT_HEADERS)[/#if]
	$(CC) $(INIT_CFLAGS) -c -o $@ $<

%.o: %.s
	$(CC) $(INIT_CFLAGS) -c -o $@ $<

# -static: the C library goes into the program. A shared one would have to be in the initramfs,
# with the loader that brings both together.
init.elf: $(INIT_OBJECTS)
	$(CC) -static -no-pie -Wl,--gc-sections,--build-id=none \
	  -Wl,-z,noseparate-code,-z,norelro,-z,max-page-size=4096 -o $@ $^
[/#if]

# init.elf has names and line numbers for a debugger; init is what the kernel reads of it.
init: init.elf tools/sstrip
	tools/sstrip $< $@

tools/sstrip: tools/sstrip.c
	$(HOSTCC) -O2 -Wall -Wextra -o $@ $<
