# Some compilers also mark the targets of indirect jumps (CET).
INIT_CFLAGS += -fcf-protection=none
