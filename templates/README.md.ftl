# [=name] [=version]
[#if description?markup_string != ""]

[=description]
[/#if]

`distroc` generated this folder from a recipe. It is self-contained: `make` builds everything here,
`make boot` boots it in QEMU. Start reading in `Makefile`.

- `kernel.fragment`: the recipe's options for Linux [=kernel.releaseText], on top of [=kernel.base]
[#if hasInit]
- `init`: the first program; `initramfs.list`: the files of the initramfs
[/#if]
[#if hasRoot]
- `rootfs.cpio`: the root file system, except for what is compiled here; `rootfs.list` lists it
[/#if]
- `.distroc/`: distroc's records of its last build; safe to delete
