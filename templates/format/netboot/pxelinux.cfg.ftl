# The configuration of PXELINUX, as pxelinux.cfg/default: one entry, started at once.
[#if serial]
serial 0 115200
[/#if]
default linux
prompt 0
label linux
  kernel [=kernel.image]
[#if hasInitramfs]
  initrd [=initramfs]
[/#if]
[#if kernel.hasCmdline]
  append [=kernel.cmdline]
[/#if]
