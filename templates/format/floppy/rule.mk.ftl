# ---- the floppy disk --------------------------------------------------------------------------

# A floppy disk that a PC's BIOS can start: 2880 sectors of 512 bytes with the file system FAT12.
# mtools works on the image file itself: no root privileges, no mount.
# syslinux writes a boot sector, which loads ldlinux.sys, which loads ldlinux.c32, reads syslinux.cfg,
# and loads kernel and initramfs. -N is the serial number of the disk, which would be the time of day.
[=image.file]: [=kernel.image] syslinux.cfg[#if hasInitramfs] [=initramfs][/#if]
	rm -f $@
	mformat -C -f 1440 -i $@ -N 19800101 -v [=image.label] ::
	syslinux --install $@
	@free=$$(mdir -i $@ :: | sed -n 's/ bytes free$$//p' | tr -d ' '); \
	  stat -c '%s %n' $^ | sort -rn | awk -v free="$$free" ' \
	    NR == 1 { largest = $$2 " with " $$1 " bytes" } \
	    { need += int(($$1 + 511) / 512) * 512 } \
	    END { if (need > free) { \
	      print "$@: " need - free " bytes too large for a floppy disk;", \
	        "the largest part is " largest; exit 1 } }' >&2
	mcopy -i $@ $^ ::
