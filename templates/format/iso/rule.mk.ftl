# ---- the CD image -----------------------------------------------------------------------------
[#if image.small || image.uefi]
[#import "../shared/efi.mk.ftl" as efi]
[/#if]
[#if image.small && image.bios]
[#import "/arch/" + architecture + "/bios-loader.mk.ftl" as bios]
[/#if]

[#if !image.small && image.bios]
# The boot loader, ISOLINUX: the paths on Debian, then those of other distributions.
ISOLINUX := $(firstword $(wildcard /usr/lib/ISOLINUX/isolinux.bin /usr/lib/syslinux/bios/isolinux.bin \
  /usr/share/syslinux/isolinux.bin))
LDLINUX := $(firstword $(wildcard /usr/lib/syslinux/modules/bios/ldlinux.c32 \
  /usr/lib/syslinux/bios/ldlinux.c32 /usr/share/syslinux/ldlinux.c32))
[/#if]
[#if image.small || image.uefi]
AS := $(CROSS_COMPILE)as
[/#if]
SCRATCH += iso[#if image.uefi && !image.small] iso.efi[/#if]

[#if image.small]
iso/cmdline.txt: cmdline.txt
	mkdir -p iso
	tr -d '\n' <$< >$@

# The command line with zeros at its end, for a loader that cannot search.
iso/cmdline.bin: iso/cmdline.txt
	cp $< $@
	truncate -s 2048 $@

[#if image.uefi]
[@efi.program folder="iso" efi=image.efi small=true initrd=hasInitramfs?then(initramfs, "") /]

[@efi.partition folder="iso" efi=image.efi label=image.label serial=image.serial start=88
  reserved=false size=0 /]

[/#if]
# Where kernel[#if hasInitramfs] and initramfs are[#else] is[/#if], and how large: a file of shell variables for the rules below.
iso/places: [=kernel.image][#if hasInitramfs] [=initramfs][/#if] iso/cmdline.bin[#if image.uefi] iso/boot.bin[/#if]
	kernel=$$(stat -c %s [=kernel.image]); size=[#if hasInitramfs]$$(stat -c %s [=initramfs])[#else]0[/#if]; \
[#if image.uefi]
	word() { echo $$(od -An -tu4 -j$$1 -N4 iso/boot.efi); }; \
	field() { echo $$(od -An -tu$$2 -j$$1 -N$$2 iso/boot.bin); }; \
	data=$$((22 * 2048 + ($$(field 14 2) + $$(field 22 2) + 1 + 2 * $$(field 13 1)) * 512)); \
	linux=$$((data + $$(word 388))); initrd=$$((data + $$(word 348))); \
[#else]
	linux=$$((22 * 2048)); initrd=$$((4 * 2048)); \
	[ $$size -le $$((12 * 2048)) ] || initrd=$$((linux + (kernel + 2047) / 2048 * 2048)); \
[/#if]
	echo "kernel=$$kernel size=$$size linux_at=$$linux initrd_at=$$initrd" >$@

[#if image.bios]
# The boot loader twice: for the blocks of a CD, and for those of a disk or USB stick.
iso/cd.bin: bios-loader.S iso/places
	. ./iso/places; cmdline=3; linux=$$((linux_at / 2048)); initrd=$$((initrd_at / 2048)); \
[@bios.assemble block=2048 object="iso/cd.o" /]

iso/disk.bin: bios-loader.S iso/places
	. ./iso/places; cmdline=12; linux=$$((linux_at / 512)); initrd=$$((initrd_at / 512)); \
[@bios.assemble block=512 object="iso/disk.o" /]

[/#if]
# iso.S lays out the image, block by block: there is no padding, and one copy of the kernel[#if image.bios && image.uefi], which a
# BIOS and UEFI load from the same place[/#if].
[=image.file]: iso.S iso/places[#if image.bios] iso/cd.bin iso/disk.bin[/#if]
	. ./iso/places; $(AS) -I iso --defsym LINUX_AT=$$linux_at --defsym LINUX_SIZE=$$kernel \
	  --defsym INITRD_AT=$$initrd_at --defsym INITRD_SIZE=$$size \
	  [#if image.uefi]--defsym PARTITION_SIZE=$$(stat -c %s iso/boot.bin) [/#if]-o iso/iso.o iso.S
	$(OBJCOPY) -O binary -j .text iso/iso.o $@
[#else]
[#if image.uefi]
iso.efi/cmdline.txt: cmdline.txt
	mkdir -p iso.efi
	tr -d '\n' <$< >$@

[@efi.program folder="iso.efi" efi=image.efi small=false initrd=hasInitramfs?then(initramfs, "") /]

[@efi.partition folder="iso.efi" efi=image.efi label=image.label serial=image.serial start=0
  reserved=false size=0 /]

[/#if]
# A CD that boots on a PC with [#if image.bios]a BIOS: the BIOS loads isolinux.bin, which loads ldlinux.c32, reads
# isolinux.cfg, and loads kernel and initramfs. -boot-info-table passes isolinux.bin its location;[#else]UEFI, which starts the program in a FAT file system.[/#if]
# -no-pad omits 300 KB of padding for old CD drives; -r makes all files readable and owned by root;
# --set_all_file_dates is the fixed time again.
[#if image.uefi && image.bios]
# UEFI starts the program in a FAT file system, which is a partition as well (-append_partition).
[/#if]
[#if image.hybrid]
# -isohybrid-mbr: the first sector of a disk, so that the image also starts from a USB stick.
[/#if]
[=image.file]: [#if image.bios][=kernel.image] isolinux.cfg[#if hasInitramfs] [=initramfs][/#if] $(ISOLINUX) $(LDLINUX)[/#if][#if image.uefi] iso.efi/boot.bin[/#if]
	rm -rf iso
	mkdir iso
[#if image.uefi && image.bios]
	cp $(filter-out iso.efi/boot.bin,$^) iso/
[#elseif image.uefi]
	cp iso.efi/boot.bin iso/efi.img
[#else]
	cp $^ iso/
[/#if]
	xorriso -as mkisofs -quiet -o $@ -V [=image.volume] -no-pad -r --set_all_file_dates 1980010100000000 \
[#if image.bios]
	  -b isolinux.bin -c boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table [#if image.hybrid]-partition_offset 0 \
	  -isohybrid-mbr $(firstword $(wildcard[#list image.mbr as file] [=file][/#list])) [/#if][#if image.uefi]-append_partition 2 0xef iso.efi/boot.bin \
	  -eltorito-alt-boot -e --interval:appended_partition_2:all:: -no-emul-boot \
	  --modification-date=1980010100000000 [/#if]iso
[#else]
	  -c boot.cat -e efi.img -no-emul-boot iso
[/#if]
[/#if]
