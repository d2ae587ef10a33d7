[#-- The rule for an EFI program with kernel, command line and perhaps initramfs: FOLDER/boot.efi. --]
[#macro program folder efi small initrd]
[#if small]
# efi-program.S lays out the file: headers, the code above, command line, initramfs, kernel. UEFI wants
# the command line in 16 bits a character, so it becomes a line of assembly.
[=folder]/boot.efi: [=kernel.image] [=folder]/cmdline.txt[#if initrd != ""] [=initrd][/#if] efi-program.S tools/efi-stub.bin
	{ sed 's/[\\"]/\\&/g; s/.*/.string16 "&"/' [=folder]/cmdline.txt; echo; } >[=folder]/cmdline.s
	$(AS) -I [=folder] --defsym MACHINE=[=efi.machine] --defsym LINUX_SIZE=$$(stat -c %s [=kernel.image]) \
	  --defsym INITRD_SIZE=[#if initrd != ""]$$(stat -c %s [=initrd])[#else]0[/#if] -o [=folder]/efi.o efi-program.S
	$(OBJCOPY) -O binary -j .text [=folder]/efi.o $@
[#else]
# The code at the beginning of an EFI program, from systemd.
EFI_STUB := $(firstword $(wildcard[#list efi.stubs as file] [=file][/#list]))

# objcopy adds sections to a program that ends with them: command line, initramfs, kernel. Each has to
# get an address: the first one where the stub ends in memory, as its header says, and each a page or
# more after the one before. Small addresses matter: UEFI needs the memory up to the highest of them.
# At the end, zeros replace two fields of the header that objcopy fills from the time of day.
[=folder]/boot.efi: [=kernel.image] [=folder]/cmdline.txt[#if initrd != ""] [=initrd][/#if] $(EFI_STUB)
	word() { echo $$(od -An -tu4 -j$$2 -N4 $$1); }; header=$$(word $(EFI_STUB) 60); \
	at=$$(word $(EFI_STUB) $$((header + 80))); \
	initrd=$$(((at + 8191) / 4096 * 4096)); \
	linux=$$((initrd[#if initrd != ""] + ($$(stat -c %s [=initrd]) + 4095) / 4096 * 4096[/#if])); \
	$(OBJCOPY) --add-section .cmdline=[=folder]/cmdline.txt --change-section-vma .cmdline=$$at \
[#if initrd != ""]
	  --add-section .initrd=[=initrd] --change-section-vma .initrd=$$initrd \
[/#if]
	  --add-section .linux=[=kernel.image] --change-section-vma .linux=$$linux $(EFI_STUB) $@
	header=$$(echo $$(od -An -tu4 -j60 -N4 $@)); for field in 8 88; do \
	  printf '\0\0\0\0' | dd of=$@ bs=1 seek=$$((header + field)) conv=notrunc status=none; done
[/#if]
[/#macro]
[#-- The rule for a FAT file system with that program: FOLDER/boot.bin. --]
[#macro partition folder efi label serial start reserved size]
# efi-partition.S lays out a FAT file system with one file, where UEFI looks for a program to start.
[#if reserved]
# The sectors between its first one and its table, which are free, take the BIOS's command line.
[/#if]
# Clusters are as small as the number of them allows: at most 65,524.
[=folder]/boot.bin: [=folder]/boot.efi efi-partition.S[#if reserved] [=folder]/cmdline.bin[/#if]
	printf '.macro LABEL\n.ascii "%-11s"\n.endm\n.macro NAME\n.ascii "[=efi.file]"\n.endm\n' \
	  '[=label]' >[=folder]/names.s
	size=$$(stat -c %s $<); room=[=size]; per=4; \
	largest=$$((size > room ? size : room)); \
	while [ $$((largest / 512 / per)) -ge 65000 ]; do per=$$((per * 2)); done; \
	clusters=$$(((size + per * 512 - 1) / (per * 512) + 2)); \
	if [ $$room -gt 0 ]; then \
	  most=$$((room / 512 / per)); most=$$((most - (most / 128 + 16) / per)); \
	  if [ $$most -lt $$clusters ]; then \
	    echo "$@: the boot partition of $$room bytes is too small:" \
	      "[=efi.name] with kernel and initramfs has $$size bytes" >&2; exit 1; \
	  fi; clusters=$$most; \
	fi; \
	$(AS) -I [=folder] --defsym SECTORS=$$per --defsym CLUSTERS=$$clusters --defsym SERIAL=0x[=serial] \
	  --defsym HIDDEN=[=start] --defsym FREE=[#if reserved]4[#else]0[/#if] --defsym FILE_SIZE=$$size \
	  -o [=folder]/partition.o efi-partition.S
	$(OBJCOPY) -O binary -j .text [=folder]/partition.o $@
[/#macro]
