# The oldest processors of the board; no position-independent code, which would need a table of
# addresses; no floating point, which a small kernel may be built without.
INIT_CFLAGS += -mabi=32 -march=mips32r2 -mno-abicalls -G0 -msoft-float
# gcc's own library is position-independent, and has floating point: the linker need not warn of that.
INIT_LDFLAGS := -Wl,--no-warn-mismatch
