# ---- the folder for machines that start over the network ----------------------------------------
[#if image.uefi]
[#import "../shared/efi.mk.ftl" as efi]
[/#if]

# A machine without a disk asks the network by DHCP: the answer names a TFTP server and a file there,
# which the firmware loads and starts. Give the folder netboot to the server, and name one of these:
[#if image.bios]
[#if !image.small]
#   pxelinux.0   for a BIOS: PXELINUX, which reads pxelinux.cfg/default
[/#if]
#   boot.ipxe    for a machine with iPXE on its network card, such as those of QEMU; also by HTTP
[/#if]
[#if image.uefi]
#   boot.efi     for UEFI: a program with kernel, command line and initramfs
[/#if]
# grub/grub.cfg is for servers whose machines start GRUB, and pxelinux.cfg for those that have PXELINUX.
[#if image.uefi]
AS := $(CROSS_COMPILE)as
[/#if]
SCRATCH += netboot[#if image.uefi] netboot.efi[/#if]

NETBOOT := [=image.file][#list image.more as file] [=file][/#list]

netboot/[=kernel.image]: [=kernel.image]
	mkdir -p netboot
	cp $< $@

[#if hasInitramfs]
netboot/[=initramfs]: [=initramfs]
	mkdir -p netboot
	cp $< $@

[/#if]
netboot/grub/grub.cfg: grub.cfg
	mkdir -p netboot/grub
	cp $< $@

[#if image.bios]
netboot/pxelinux.cfg/default: pxelinux.cfg
	mkdir -p netboot/pxelinux.cfg
	cp $< $@

[#if !image.small]
netboot/ldlinux.c32: $(firstword $(wildcard[#list image.module as file] [=file][/#list]))
	mkdir -p netboot
	cp $< $@

[/#if]
[/#if]
[#if image.uefi]
netboot.efi/cmdline.txt: cmdline.txt
	mkdir -p netboot.efi
	tr -d '\n' <$< >$@

[@efi.program folder="netboot.efi" efi=image.efi small=image.small initrd=hasInitramfs?then(initramfs, "") /]

netboot/boot.efi: netboot.efi/boot.efi
	mkdir -p netboot
	cp $< $@

[/#if]
netboot/boot.ipxe: boot.ipxe
	mkdir -p netboot
	cp $< $@
[#if image.bios && !image.small]

netboot/pxelinux.0: $(firstword $(wildcard[#list image.pxelinux as file] [=file][/#list]))
	mkdir -p netboot
	cp $< $@
[/#if]

# The first file is of use only together with all others.
[=image.file]: $(filter-out [=image.file],$(NETBOOT))
