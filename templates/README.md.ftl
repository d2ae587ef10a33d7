# [=name] [=version]
[#if description?markup_string != ""]

[=description]
[/#if]

`distroc` made this folder from a recipe. It stands alone: `make` builds everything here, `make boot`
boots it in QEMU. Start reading in `Makefile`.

- `kernel.fragment`: the options asked of Linux [=kernel.releaseText], on top of [=kernel.base]
[#if hasInit]
- `init`: the first program; `initramfs.list`: what lies around it
[/#if]
- `.distroc/`: what distroc remembers of its last build; safe to delete
