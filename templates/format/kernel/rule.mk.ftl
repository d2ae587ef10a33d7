# ---- the kernel -------------------------------------------------------------------------------

# O= builds outside the source tree. -j: one job per processor, unless make was called with -j;
# a rule that contains $(MAKE) shares those jobs.
KERNEL_JOBS = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
KERNEL = -C $(KERNEL_SOURCE) O=$(KERNEL_OBJECTS) ARCH=[=kernel.arch][#if crossCompile != ""] \
  CROSS_COMPILE=$(CROSS_COMPILE)[/#if] $(KERNEL_STAMP) $(KERNEL_JOBS) \
  $(KERNEL_QUICK)

# These make the build faster without changing a byte of the kernel. gcc-nm: nm reads every object
# file, and would load the plugins of other compilers each time. HOSTCFLAGS: build tools need less
# optimization.[#if kernel.pinned] -ftrack-macro-expansion=0: gcc does not record the macros that each token came
# from, which only improves warnings.[/#if] GLIBC_TUNABLES: the compiler allocates memory in large blocks.
KERNEL_QUICK := NM=$(CROSS_COMPILE)gcc-nm HOSTCFLAGS=-O1[#if kernel.pinned] KCFLAGS=[#if kernel.compilerFlags?contains(" ")]'[=kernel.compilerFlags]'[#else][=kernel.compilerFlags][/#if][/#if]
export GLIBC_TUNABLES := glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864

# The configuration: a base, then the recipe's options on top of it. olddefconfig sets every other
# option to its default, and silently drops impossible values: compare kernel.fragment with the result.
[#if !kernel.pinned]
# The source is a folder that can change: FORCE is never up to date, so its make runs each time.
.PHONY: FORCE
[/#if]
[#if !kernel.baseIsFile]
# The base is configured once, and not again when only options change. Secondary: it is not needed
# as long as kernel.config is up to date.
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

# The kernel itself. Its make reuses objects of another configuration, and compiles what differs.
[=kernel.image] System.map &: kernel.config[#if !kernel.pinned] FORCE[/#if]
	cmp -s kernel.config '$(KERNEL_OBJECTS)/.config' || cp kernel.config '$(KERNEL_OBJECTS)/.config'
	$(MAKE) $(KERNEL) [=kernel.image]
	[#if !kernel.pinned]cmp -s '$(KERNEL_OBJECTS)/[=kernel.imagePath]' [=kernel.image] || \
	  [/#if]cp '$(KERNEL_OBJECTS)/[=kernel.imagePath]' '$(KERNEL_OBJECTS)/System.map' .
[#if !kernel.pinned]

FORCE:
[/#if]
