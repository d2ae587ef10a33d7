# ---- the EFI program --------------------------------------------------------------------------
[#import "../shared/efi.mk.ftl" as efi]

# One file with kernel, command line and initramfs, which UEFI starts as it starts any program: put it
# on the EFI system partition of any disk as /EFI/BOOT/[=image.efi.name], load it over the network, or
# sign it. Others call that a unified kernel image.
AS := $(CROSS_COMPILE)as
SCRATCH += uki

uki/cmdline.txt: cmdline.txt
	mkdir -p uki
	tr -d '\n' <$< >$@

[@efi.program folder="uki" efi=image.efi small=image.small initrd=hasInitramfs?then(initramfs, "") /]

[=image.file]: uki/boot.efi
	cp $< $@
