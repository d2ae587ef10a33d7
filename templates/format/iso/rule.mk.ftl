# ---- the CD image -----------------------------------------------------------------------------

# The boot loader, ISOLINUX: the paths on Debian, then those of other distributions.
ISOLINUX := $(firstword $(wildcard /usr/lib/ISOLINUX/isolinux.bin /usr/lib/syslinux/bios/isolinux.bin \
  /usr/share/syslinux/isolinux.bin))
LDLINUX := $(firstword $(wildcard /usr/lib/syslinux/modules/bios/ldlinux.c32 \
  /usr/lib/syslinux/bios/ldlinux.c32 /usr/share/syslinux/ldlinux.c32))
SCRATCH += iso

# A CD that boots on a PC with a BIOS: the BIOS loads isolinux.bin, which loads ldlinux.c32, reads
# isolinux.cfg, and loads kernel and initramfs. -boot-info-table passes isolinux.bin its location;
# -no-pad omits 300 KB of padding for old CD drives; -r makes all files readable and owned by root;
# --set_all_file_dates is the fixed time again.
[=image.file]: [=kernel.image] isolinux.cfg[#if hasInitramfs] [=initramfs][/#if] $(ISOLINUX) $(LDLINUX)
	rm -rf iso
	mkdir iso
	cp $^ iso/
	xorriso -as mkisofs -quiet -o $@ -V [=image.volume] -no-pad -r --set_all_file_dates 1980010100000000 \
	  -b isolinux.bin -c boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table iso
