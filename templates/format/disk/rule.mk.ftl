# ---- the disk ---------------------------------------------------------------------------------
[#import "../shared/efi.mk.ftl" as efi]
[#if image.small && image.bios]
[#import "/arch/" + architecture + "/bios-loader.mk.ftl" as bios]
[/#if]

# An image of a whole disk: write it to a USB stick or a hard disk, or give it to a virtual machine.
# It begins with a partition table ([#if image.gpt]GPT[#else]MBR[/#if]). The first partition has what the firmware starts:
[#if image.bios]
# a BIOS the boot loader, whose beginning is in the first sector of the disk[#if image.uefi],[/#if]
[/#if]
[#if image.uefi]
# UEFI the program /EFI/BOOT/[=image.efi.name] in a FAT file system, the EFI system partition.
[/#if]
# No step needs root privileges: each partition is a file first, and dd copies it to its place.
AS := $(CROSS_COMPILE)as
SFDISK := $(firstword $(wildcard /usr/sbin/sfdisk /sbin/sfdisk /usr/bin/sfdisk))
SCRATCH += disk

disk/cmdline.txt: cmdline.txt
	mkdir -p disk
	tr -d '\n' <$< >$@

[#if image.uefi]
[@efi.program folder="disk" efi=image.efi small=image.small initrd=hasInitramfs?then(initramfs, "") /]

[/#if]
[#if image.small && image.bios]
# For the BIOS: the command line with zeros at its end, in four sectors.
disk/cmdline.bin: disk/cmdline.txt
	cp $< $@
	truncate -s 2048 $@

[/#if]
[#if image.syslinux]
# The boot partition: a FAT file system with kernel[#if hasInitramfs], initramfs[/#if] and SYSLINUX. mtools and syslinux write into the
# file. -N is the serial number, which would be the time of day; -H the sectors before the partition.
disk/boot.bin: [=kernel.image] disk.cfg[#if hasInitramfs] [=initramfs][/#if][#if image.uefi] disk/boot.efi[/#if]
	mkdir -p disk
	rm -f $@
	size=$$(cat $^ | wc -c); sectors=[=image.bootSize]; \
	if [ $$sectors = 0 ]; then sectors=$$(((size / 512 + size / 12800 + 400) / 8 * 8)); fi; \
	if [ $$((size / 512 + size / 51200 + 300)) -gt $$sectors ]; then \
	  echo "$@: the boot partition of $$((sectors * 512)) bytes is too small for $$size bytes of files" >&2; \
	  exit 1; fi; \
	mformat -C -i $@ -T $$sectors -h 16 -s 63 -H [=image.start] -N [=image.serial] -v '[=image.label]' ::
	mcopy -i $@ [=kernel.image][#if hasInitramfs] [=initramfs][/#if] ::
	mcopy -i $@ disk.cfg ::syslinux.cfg
[#if image.uefi]
	mmd -i $@ ::/EFI ::/EFI/BOOT
	mcopy -i $@ disk/boot.efi ::/EFI/BOOT/[=image.efi.name]
[/#if]
	syslinux --install $@

# The first sector's code: it looks for the partition to start.
disk/loader.bin: $(firstword $(wildcard[#list image.mbr as file] [=file][/#list]))
	mkdir -p disk
	cp $< $@
[#elseif image.uefi]
[@efi.partition folder="disk" efi=image.efi label=image.label serial=image.serial start=image.start
  reserved=image.bios size=image.bootSize * 512 /]
[#else]
# The first partition has no file system: command line, kernel[#if hasInitramfs] and initramfs[/#if], each from a sector on.
disk/boot.bin: disk/cmdline.bin [=kernel.image][#if hasInitramfs] [=initramfs][/#if]
	for file in $^; do cat $$file; head -c $$(((512 - $$(stat -c %s $$file) % 512) % 512)) /dev/zero; done >$@
[#if image.bootSize != 0]
	test $$(stat -c %s $@) -le $$(([=image.bootSize] * 512)) || { echo "$@: the boot partition of" \
	  "$$(([=image.bootSize] * 512)) bytes is too small for $$(stat -c %s $@) bytes" >&2; exit 1; }
	truncate -s $$(([=image.bootSize] * 512)) $@
[/#if]
[/#if]
[#if image.small && image.bios]

# The boot loader in the first sector. bios-loader.S says how it works; it gets the sectors in which
# kernel[#if hasInitramfs] and initramfs are[#else] is[/#if].
disk/loader.bin: bios-loader.S disk/boot.bin
[#if image.uefi]
	word() { od -An -tu4 -j$$1 -N4 disk/boot.efi; }; \
	field() { od -An -tu$$2 -j$$1 -N$$2 disk/boot.bin; }; \
	data=$$(([=image.start] + $$(field 14 2) + $$(field 22 2) + 1 + 2 * $$(field 13 1))); \
	cmdline=$$(([=image.start] + 1)); linux=$$((data + $$(word 388) / 512)); \
	initrd=$$((data + $$(word 348) / 512)); \
[#else]
	cmdline=[=image.start]; linux=$$(([=image.start] + 4)); \
	initrd=$$((linux + ($$(stat -c %s [=kernel.image]) + 511) / 512)); \
[/#if]
	kernel=$$(stat -c %s [=kernel.image]); size=[#if hasInitramfs]$$(stat -c %s [=initramfs])[#else]0[/#if]; \
[@bios.assemble block=512 object="disk/loader.o" /]
[/#if]

# sfdisk writes the partition table. The identifiers, which would be random, come from the recipe.
[=image.file]: disk/boot.bin[#if image.bios] disk/loader.bin[/#if]
	rm -f $@
	at=[=image.start]; \
	add() { size=$$((($$(stat -c %s $$1) + 4095) / 4096 * 8)); \
	  echo "$$2: start=$$at, size=$$size, $$3"; at=$$((at + size)); }; \
	{ echo 'label: [=image.table]'; echo 'label-id: [=image.diskId]'; \
[#if image.gpt]
	  echo 'first-lba: 34'; \
[/#if]
	  add disk/boot.bin 1 '[=image.boot]'; \
	} >disk/table; \
	truncate -s $$(((at[#if image.gpt] + 33[/#if]) * 512)) $@
	$(SFDISK) -q --no-reread --no-tell-kernel --wipe never $@ <disk/table
	dd if=disk/boot.bin of=$@ bs=512 seek=[=image.start] conv=notrunc status=none
[#if image.bios]
	dd if=disk/loader.bin of=$@ bs=440 count=1 conv=notrunc status=none
[/#if]
