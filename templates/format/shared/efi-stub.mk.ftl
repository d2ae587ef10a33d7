# The code at the beginning of an EFI program, with nothing around it.
SCRATCH += tools/efi-stub.bin tools/efi-stub.elf tools/efi-stub.o
tools/efi-stub.bin: efi-stub.c efi-stub.ld
	$(CC) -Os -Wall -Wextra -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables -fpie \
	  -fvisibility=hidden -fno-tree-loop-distribute-patterns -fno-ident \
	  -c -o tools/efi-stub.o efi-stub.c
	$(LD) -T efi-stub.ld --build-id=none -o tools/efi-stub.elf tools/efi-stub.o
	$(OBJCOPY) -O binary tools/efi-stub.elf $@
