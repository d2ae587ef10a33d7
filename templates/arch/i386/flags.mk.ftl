# Some compilers also mark where indirect jumps may go.
INIT_CFLAGS += -fcf-protection=none
[#if libc == "none"]
# The first three parameters of a function come in registers, as in the kernel, and the stack is
# aligned to words only: both make the program smaller.
INIT_CFLAGS += -mregparm=3 -mpreferred-stack-boundary=2
# gcc's own library has its parameters on the stack: memory.S goes between. A part of it that has no
# function there would get wrong numbers, so add one.
LIBGCC_CALLS := __divdi3 __moddi3 __udivdi3 __umoddi3 __divmoddi4 __udivmoddi4 __popcountdi2
INIT_LDFLAGS := $(LIBGCC_CALLS:%=-Wl,--wrap=%)
[/#if]
