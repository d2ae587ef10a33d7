# ---- the root file system as a tar archive ------------------------------------------------------

# The files of the initramfs again, in the archive format that containers and other systems unpack:
# `tar -xf`. bsdtar converts one archive to the other without unpacking it, so that owners and device
# files need no root privileges. paxr: a plain tar archive, with extensions only where it needs them.
[=image.file]: initramfs.cpio
[#if image.gzip]
	bsdtar -cf $@.new --format=paxr -b 1 @$<
	gzip -n -9 -c $@.new >$@
	rm $@.new
[#else]
	bsdtar -cf $@ --format=paxr -b 1 @$<
[/#if]
