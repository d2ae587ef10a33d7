# The kernel's own programs need no tables of where jumps may go (BTI), and no functions of gcc's
# library that ask a C library which atomic instructions the processor has.
INIT_CFLAGS += -mbranch-protection=none -mno-outline-atomics
