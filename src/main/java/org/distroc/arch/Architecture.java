package org.distroc.arch;

/**
 * Everything that differs from one processor architecture to the next. No code outside of this
 * package and those below it asks which architecture it has.
 *
 * @param name as recipes write it
 * @param kernel how its kernel is built
 * @param compiler what compiles for it
 * @param programs the ELF programs that its kernels run
 * @param consoles where its kernels print
 * @param board the machine that QEMU emulates
 * @param syscalls where its kernel defines the system calls
 * @param debug how a debugger sees its kernel
 */
public record Architecture(
    String name,
    KernelBuild kernel,
    CrossCompiler compiler,
    ElfPrograms programs,
    Consoles consoles,
    Board board,
    SyscallAbi syscalls,
    DebugAbi debug) {}
