[#-- The end of a rule that assembles bios-loader.S: the shell variables cmdline, linux, kernel, initrd and
     size say where everything is. --]
[#macro assemble block object]
	blocks() { echo $$((($$1 + [=block] - 1) / [=block])); }; \
	$(AS) --32 --defsym BLOCK=[=block] --defsym CMDLINE_LBA=$$cmdline --defsym LINUX_LBA=$$linux \
	  --defsym LINUX_BLOCKS=$$(blocks $$kernel) --defsym INITRD_LBA=$$initrd \
	  --defsym INITRD_BLOCKS=$$(blocks $$size) --defsym INITRD_SIZE=$$size -o [=object] bios-loader.S
	$(LD) -m elf_i386 -Ttext 0x7c00 --oformat binary -o $@ [=object]
[/#macro]
