# The smallest instructions that every 64-bit RISC-V processor of Linux has; a small kernel may be built
# without floating point. medlow: code and variables are in the lowest 2 GiB.
INIT_CFLAGS += -march=rv64imac -mabi=lp64 -mcmodel=medlow
