# Some compilers also mark where indirect jumps may go.
INIT_CFLAGS += -fcf-protection=none
