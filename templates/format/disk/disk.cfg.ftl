# The boot loader's configuration: one entry, started at once.
[#if serial]
serial 0 115200
[/#if]
default linux
prompt 0
label linux
  kernel /[=kernel.image]
[#if hasInitramfs && image.root == ""]
  initrd /[=initramfs]
[/#if]
[#if kernel.hasCmdline && image.root == ""]
  append [=kernel.cmdline]
[/#if]
