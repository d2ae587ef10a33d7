# ---- the disk for Hyper-V ---------------------------------------------------------------------

# The disk in blocks of 1 MiB, and before them tables that say where each block is. vhdx.S lays the
# file out. qemu-img could convert the disk as well, but it would invent identifiers each time.
SCRATCH += vhdx
[=image.file]: vhdx.S [=image.disk]
	mkdir -p vhdx
	$(CROSS_COMPILE)as --defsym DISK_SIZE=$$(stat -c %s [=image.disk]) -o vhdx/vhdx.o vhdx.S
	$(OBJCOPY) -O binary -j .text vhdx/vhdx.o $@
