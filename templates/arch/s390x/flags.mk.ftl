# The oldest processors that Linux runs on: programs for them have no newer, longer instructions.
INIT_CFLAGS += -march=z10
