# ---- the disk for VMware ----------------------------------------------------------------------

# qemu-img only converts: what is on the disk is the same. Sectors 1 to 20 of the file are a text about
# it, with an identifier of the content (CID), which would be random. VMware only compares it with that
# of snapshots, so that here it is the same for each build.
[=image.file]: [=image.disk]
	rm -f $@
	qemu-img convert -f raw -O vmdk $< $@
	dd if=$@ bs=512 skip=1 count=20 status=none | tr -d '\0' | sed 's/^CID=.*/CID=fffffffe/' >$@.text
	grep -q '^CID=fffffffe' $@.text
	truncate -s 10240 $@.text
	dd if=$@.text of=$@ bs=512 seek=1 conv=notrunc status=none
	rm $@.text
