# ---- the disk ---------------------------------------------------------------------------------
[#import "../shared/efi.mk.ftl" as efi]
[#if image.small && image.bios]
[#import "/arch/" + architecture + "/bios-loader.mk.ftl" as bios]
[/#if]
[#-- What the boot loader reads into memory, if anything, is INITRD. --]
[#macro rules image initrd]

# An image of a whole disk: write it to a USB stick or a hard disk, or give it to a virtual machine.
# It begins with a partition table ([#if image.gpt]GPT[#else]MBR[/#if]). The first partition has what the firmware starts:
[#if image.bios]
# a BIOS the boot loader, whose beginning is in the first sector of the disk[#if image.uefi],[/#if]
[/#if]
[#if image.uefi]
# UEFI the program /EFI/BOOT/[=image.efi.name] in a FAT file system, the EFI system partition.
[/#if]
[#if image.root != ""]
# The second one has the root file system ([=image.root]), which the kernel mounts without an initramfs.
[/#if]
[#if image.dataSize != 0]
# The last one is empty, for what the system stores.
[/#if]
# No step needs root privileges: each partition is a file first, and dd copies it to its place.
AS := $(CROSS_COMPILE)as
SFDISK := $(firstword $(wildcard /usr/sbin/sfdisk /sbin/sfdisk /usr/bin/sfdisk))
SCRATCH += disk

[#if image.root != ""]
# The files of the initramfs as a tar archive, which the tools that write file systems read.
disk/root.tar: initramfs.cpio
	mkdir -p disk
	bsdtar -cf $@ --format=paxr -b 1 @$<

[#if image.root == "squashfs"]
# xz: compressed as well as it can be. One processor: the order of blocks depends on the number of them.
disk/root.bin: disk/root.tar
	rm -f $@
	sqfstar -comp xz -root-mode 0755 -no-xattrs -processors 1 -quiet -no-progress $@ <$<
[#elseif image.root == "erofs"]
# mkfs.erofs reads a folder. fakeroot makes it see the owners and device files of the archive, which
# only root could unpack. -T and -U: the time and an identifier, which would be random.
disk/root.bin: disk/root.tar
	rm -rf $@ disk/root
	mkdir disk/root
	fakeroot sh -c 'chmod 0755 disk/root && bsdtar -xpf $< -C disk/root --same-owner && \
	  mkfs.erofs --quiet -T$(SOURCE_DATE_EPOCH) -U [=image.rootId] -x-1 $@ disk/root'
	rm -rf disk/root
[#else]
# genext2fs writes an older version of the same file system, and tune2fs turns its options on: extents
# for large files. Where no size is given, there is some room for what will be written.
disk/root.bin: disk/root.tar
	rm -f $@
	blocks=[=image.rootSize]; files=$$(bsdtar -tf $< | wc -l); need=$$(stat -c %s $<); \
	need=$$((need / 1024 + files + files / 4 + 64)); \
	if [ $$blocks = 0 ]; then blocks=$$(((need + need / 4 + 256) / 64 * 64)); fi; \
	if [ $$need -gt $$blocks ]; then \
	  echo "$@: the root partition of $$blocks KiB is too small: its files need about $$need KiB" >&2; exit 1; fi; \
	genext2fs -a $< -b $$blocks -N $$((files + files / 4 + 64)) -B 1024 -f $@
	E2FSPROGS_FAKE_TIME=$(SOURCE_DATE_EPOCH) $(firstword $(wildcard /usr/sbin/tune2fs /sbin/tune2fs)) \
	  -O extents -U [=image.rootId] -c 0 -i 0 $@ >disk/tune2fs.log
[/#if]

[#if image.verity]
# dm-verity: behind the file system there is a tree of the digests of its blocks. The kernel gets the
# digest at the top in its command line, and compares every block that it reads.
VERITYSETUP := $(firstword $(wildcard /usr/sbin/veritysetup /sbin/veritysetup /usr/bin/veritysetup))
disk/root.part: disk/root.bin
	cp $< $@.new
	truncate -s $$((($$(stat -c %s $<) + 4095) / 4096 * 4096)) $@.new
	size=$$(stat -c %s $@.new); blocks=$$((size / 4096)); \
	$(VERITYSETUP) format --no-superblock --hash sha256 --data-block-size 4096 --hash-block-size 4096 \
	  --data-blocks $$blocks --hash-offset $$size --salt [=image.salt] $@.new $@.new >disk/verity.log; \
	digest=$$(sed -n 's/^Root hash:[[:space:]]*//p' disk/verity.log); test -n "$$digest"; \
	printf ' dm-mod.create="root,,,ro,0 %d verity 1 %s %s 4096 4096 %d %d sha256 %s %s"' $$((size / 512)) \
	  [=image.rootPartition] [=image.rootPartition] $$blocks $$blocks $$digest [=image.salt] >disk/verity.txt
	mv $@.new $@
[#else]
disk/root.part: disk/root.bin
	cp $< $@
[/#if]

disk/cmdline.txt: cmdline.txt disk/root.part
	{ tr -d '\n' <cmdline.txt; printf ' %s' '[=image.rootParameters]'[#if image.verity]; cat disk/verity.txt[/#if]; } | sed 's/^ //' >$@
[#else]
disk/cmdline.txt: cmdline.txt
	mkdir -p disk
	tr -d '\n' <$< >$@
[/#if]
[#if image.dataSize != 0]

# An empty ext4 file system. Identifiers and the time would be random.
disk/data.part:
	mkdir -p disk
	rm -f $@
	truncate -s [=image.dataSize]K $@
	E2FSPROGS_FAKE_TIME=$(SOURCE_DATE_EPOCH) $(firstword $(wildcard /usr/sbin/mke2fs /sbin/mke2fs)) -q -F \
	  -t ext4 -L data -U [=image.dataId] -E hash_seed=[=image.hashSeed],root_owner=0:0,lazy_itable_init=0,nodiscard $@
[/#if]

[#if image.uefi]
[@efi.program folder="disk" efi=image.efi small=image.small initrd=initrd /]

[/#if]
[#if image.small && image.bios]
# For the BIOS: the command line with zeros at its end, in four sectors.
disk/cmdline.bin: disk/cmdline.txt
	cp $< $@
	truncate -s 2048 $@

[/#if]
[#if image.syslinux]
# The boot partition: a FAT file system with kernel[#if initrd?has_content], initramfs[/#if] and SYSLINUX. mtools and syslinux write into the
# file. -N is the serial number, which would be the time of day; -H the sectors before the partition.
[#if image.root != ""]
disk/syslinux.cfg: disk.cfg disk/cmdline.txt
	{ cat disk.cfg; printf '  append %s\n' "$$(cat disk/cmdline.txt)"; } >$@

[/#if]
disk/boot.bin: [=kernel.image] [#if image.root != ""]disk/syslinux.cfg[#else]disk.cfg[/#if][#if initrd?has_content] [=initrd][/#if][#if image.uefi] disk/boot.efi[/#if]
	mkdir -p disk
	rm -f $@
	size=$$(cat $^ | wc -c); sectors=[=image.bootSize]; \
	if [ $$sectors = 0 ]; then sectors=$$(((size / 512 + size / 12800 + 400) / 8 * 8)); fi; \
	if [ $$((size / 512 + size / 51200 + 300)) -gt $$sectors ]; then \
	  echo "$@: the boot partition of $$((sectors * 512)) bytes is too small for $$size bytes of files" >&2; \
	  exit 1; fi; \
	mformat -C -i $@ -T $$sectors -h 16 -s 63 -H [=image.start] -N [=image.serial] -v '[=image.label]' ::
	mcopy -i $@ [=kernel.image][#if initrd?has_content] [=initrd][/#if] ::
	mcopy -i $@ [#if image.root != ""]disk/syslinux.cfg[#else]disk.cfg[/#if] ::syslinux.cfg
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
# The first partition has no file system: command line, kernel[#if initrd?has_content] and initramfs[/#if], each from a sector on.
disk/boot.bin: disk/cmdline.bin [=kernel.image][#if initrd?has_content] [=initrd][/#if]
	for file in $^; do cat $$file; head -c $$(((512 - $$(stat -c %s $$file) % 512) % 512)) /dev/zero; done >$@
[#if image.bootSize != 0]
	test $$(stat -c %s $@) -le $$(([=image.bootSize] * 512)) || { echo "$@: the boot partition of" \
	  "$$(([=image.bootSize] * 512)) bytes is too small for $$(stat -c %s $@) bytes" >&2; exit 1; }
	truncate -s $$(([=image.bootSize] * 512)) $@
[/#if]
[/#if]
[#if image.small && image.bios]

# The boot loader in the first sector. bios-loader.S says how it works; it gets the sectors in which
# kernel[#if initrd?has_content] and initramfs are[#else] is[/#if].
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
	kernel=$$(stat -c %s [=kernel.image]); size=[#if initrd?has_content]$$(stat -c %s [=initrd])[#else]0[/#if]; \
[@bios.assemble block=512 object="disk/loader.o" /]
[/#if]

# sfdisk writes the partition table. The identifiers, which would be random, come from the recipe.
[=image.file]: disk/boot.bin[#if image.root != ""] disk/root.part[/#if][#if image.dataSize != 0] disk/data.part[/#if][#if image.bios] disk/loader.bin[/#if]
	rm -f $@ disk/places
	at=[=image.start]; \
	add() { size=$$((($$(stat -c %s $$1) + 4095) / 4096 * 8)); \
	  echo "$$2: start=$$at, size=$$size, $$3"; echo "$$1 $$at" >>disk/places; at=$$((at + size)); }; \
	{ echo 'label: [=image.table]'; echo 'label-id: [=image.diskId]'; \
[#if image.gpt]
	  echo 'first-lba: 34'; \
[/#if]
	  add disk/boot.bin 1 '[=image.boot]'; \
[#if image.root != ""]
	  add disk/root.part 2 'type=[#if image.gpt]L, uuid=[=image.rootId], name=root[#else]83[/#if]'; \
[/#if]
[#if image.dataSize != 0]
	  add disk/data.part 3 'type=[#if image.gpt]L, uuid=[=image.dataId], name=data[#else]83[/#if]'; \
[/#if]
	} >disk/table; \
	truncate -s $$(((at[#if image.gpt] + 33[/#if]) * 512)) $@
	$(SFDISK) -q --no-reread --no-tell-kernel --wipe never $@ <disk/table
	while read -r file at; do dd if=$$file of=$@ bs=512 seek=$$at conv=notrunc status=none; done <disk/places
[#if image.bios]
	dd if=disk/loader.bin of=$@ bs=440 count=1 conv=notrunc status=none
[/#if]
[/#macro]
[@rules image=image initrd=(hasInitramfs && image.root == "")?then(initramfs, "") /]
