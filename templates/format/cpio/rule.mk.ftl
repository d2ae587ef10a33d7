# ---- the root file system as a cpio archive -----------------------------------------------------

# The archive of the initramfs before it is compressed, under the name of the distribution: `cpio -idm`
# unpacks it, and a boot loader can pass it to a kernel together with further archives, which the kernel
# unpacks one after the other.
[=image.file]: initramfs.cpio
	cp $< $@
