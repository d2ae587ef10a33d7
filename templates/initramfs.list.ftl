[#if hasRoot]
# What is compiled here of the initramfs, for the kernel's gen_init_cpio. The rest of it is in
# rootfs.cpio, which rootfs.list lists.
#
#   file NAME SOURCE MODE UID GID
#
[=builtEntries]
[#else]
# The files of the initramfs, for the kernel's gen_init_cpio. All are owned by root.
#
#   dir  NAME       MODE UID GID
#   nod  NAME       MODE UID GID TYPE MAJOR MINOR
#   file NAME SOURCE MODE UID GID
#
# The kernel opens /dev/console for init: without it, init has no input and output.
dir /dev 0755 0 0
nod /dev/console 0600 0 0 c 5 1
file /init rootfs/init 0755 0 0
[/#if]
