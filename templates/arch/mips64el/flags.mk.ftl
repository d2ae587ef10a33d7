# The oldest processors of the board; no position-independent code, which would need a table of
# addresses; no floating point, which a small kernel may be built without. Addresses have 32 bits.
INIT_CFLAGS += -mabi=64 -march=mips64r2 -mno-abicalls -G0 -msoft-float -msym32
