# Thumb: most instructions have two bytes instead of four. The processors are those of the board. The
# calling convention is that of gcc's own library, and there is no floating point: a small kernel may be
# built without.
INIT_CFLAGS += -march=armv7-a+fp -mthumb -mfloat-abi=hard -mgeneral-regs-only
# What a loop computes again and again stays in the loop: there are few registers that short instructions
# can name, and saving others takes more bytes.
INIT_CFLAGS += -fno-ivopts -fno-move-loop-invariants
