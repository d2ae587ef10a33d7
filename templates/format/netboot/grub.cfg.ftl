# The configuration of GRUB on a server, as grub/grub.cfg: one entry, started at once.
set timeout=0
menuentry linux {
  linux /[=kernel.image] [=kernel.quotedCmdline]
[#if hasInitramfs]
  initrd /[=initramfs]
[/#if]
}
