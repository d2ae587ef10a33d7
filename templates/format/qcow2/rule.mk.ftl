# ---- the disk for QEMU ----------------------------------------------------------------------

# The disk for QEMU: clusters of 4 KB, each compressed, and none for zeros.
# qemu-img only converts: what is on the disk is the same.
[=image.file]: [=image.disk]
	rm -f $@
	qemu-img convert -f raw -O qcow2 -c -o cluster_size=4096 $< $@
