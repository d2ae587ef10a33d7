# Prints the beginning of a bzImage for a payload of `size` bytes: a boot sector and a header, as the
# kernel's Documentation/arch/x86/boot.rst describes them. The payload follows, in units of 16 bytes.
function bytes(value, width) {
	for (; width > 0; width--) {
		printf "%c", value % 256
		value = int(value / 256)
		at++
	}
}
function zeros(end) { while (at < end) bytes(0, 1) }
BEGIN {
	zeros(497); bytes(1, 1)                    # setup_sects: one after the boot sector
	zeros(500); bytes(int((size + 15) / 16), 4) # syssize
	zeros(510); bytes(85, 1); bytes(170, 1)    # boot_flag
	zeros(514); printf "HdrS"; at += 4
	zeros(588); bytes(size, 4)                 # payload_length; payload_offset is 0
	zeros(1024)
}
