#!ipxe
# The script of a network card with iPXE: the files are next to it on the server. initrd= names the
# second one to a kernel that UEFI starts.
kernel [=kernel.image][#if hasInitramfs] initrd=[=initramfs][/#if] [=kernel.cmdline]
[#if hasInitramfs]
initrd [=initramfs]
[/#if]
boot
