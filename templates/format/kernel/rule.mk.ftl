# ---- the kernel -------------------------------------------------------------------------------

# O= keeps everything that is built out of the source. -j: as many jobs as there are processors,
# unless make was told a number already; a rule with the word $(MAKE) in it gets its share of those.
KERNEL_JOBS = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
KERNEL = -C $(KERNEL_SOURCE) O=$(KERNEL_OBJECTS) ARCH=[=kernel.arch] $(KERNEL_STAMP) $(KERNEL_JOBS) \
  $(KERNEL_QUICK)

# What makes it quicker and changes no byte of it. gcc-nm: nm looks into every object file, and would
# load the plugins of other compilers each time. HOSTCFLAGS: programs that only help to build need
# not be the fastest.[#if kernel.pinned] -ftrack-macro-expansion=0: gcc need not know of each word which macros it came
# through; only its warnings would tell.[/#if] GLIBC_TUNABLES: the compiler gets its memory in large pieces.
KERNEL_QUICK := NM=gcc-nm HOSTCFLAGS=-O1[#if kernel.pinned] KCFLAGS=-ftrack-macro-expansion=0[/#if]
export GLIBC_TUNABLES := glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864

# The configuration: a base, then the recipe's options on top of it. olddefconfig gives every other
# option its default, and silently drops what cannot be: so compare kernel.fragment with the result.
[#if !kernel.pinned]
# The source is a folder that can change: FORCE is never up to date, so its make is asked each time.
.PHONY: FORCE
[/#if]
[#if !kernel.baseIsFile]
# The base is made once, and not again when only options change. Secondary: nobody needs it while
# kernel.config is good.
.SECONDARY: [=kernel.base].config
[=kernel.base].config:[#if !kernel.pinned] FORCE[/#if]
	mkdir -p '$(KERNEL_OBJECTS)'
	$(MAKE) $(KERNEL) [=kernel.base]
	cp '$(KERNEL_OBJECTS)/.config' $@.new
	mv $@.new $@

[/#if]
kernel.config: kernel.fragment [#if kernel.baseIsFile]kernel.base[#else][=kernel.base].config[/#if][#if !kernel.pinned] FORCE[/#if]
	mkdir -p '$(KERNEL_OBJECTS)'
	$(KERNEL_SOURCE)/scripts/kconfig/merge_config.sh -m -O '$(KERNEL_OBJECTS)' \
	  [#if kernel.baseIsFile]kernel.base[#else][=kernel.base].config[/#if] kernel.fragment
	$(MAKE) $(KERNEL) olddefconfig
	[#if !kernel.pinned]cmp -s '$(KERNEL_OBJECTS)/.config' $@ || [/#if]cp '$(KERNEL_OBJECTS)/.config' $@

# The kernel itself. Its make may find objects of another configuration: it compiles what differs.
[=kernel.image] System.map &: kernel.config[#if !kernel.pinned] FORCE[/#if]
	cmp -s kernel.config '$(KERNEL_OBJECTS)/.config' || cp kernel.config '$(KERNEL_OBJECTS)/.config'
	$(MAKE) $(KERNEL) [=kernel.image]
	[#if !kernel.pinned]cmp -s '$(KERNEL_OBJECTS)/[=kernel.imagePath]' [=kernel.image] || \
	  [/#if]cp '$(KERNEL_OBJECTS)/[=kernel.imagePath]' '$(KERNEL_OBJECTS)/System.map' .
[#if !kernel.pinned]

FORCE:
[/#if]
