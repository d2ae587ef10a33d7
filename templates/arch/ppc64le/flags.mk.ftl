# The oldest little-endian processors, and no vector registers: a small kernel may be built without.
INIT_CFLAGS += -mcpu=power8 -mno-vsx -mno-altivec
