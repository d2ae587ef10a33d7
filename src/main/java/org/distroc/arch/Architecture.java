package org.distroc.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.host.Tool;

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
 * @param drivers the kernel options behind the devices of its machines
 * @param features the kernel options behind what recipes may ask for
 * @param syscalls where its kernel defines the system calls
 * @param debug how a debugger sees its kernel
 * @param image the file format of its kernels
 * @param rules what programs without a C library have to know
 * @param decoder takes its machine code apart; without one, code is not checked
 */
public record Architecture(
    String name,
    KernelBuild kernel,
    CrossCompiler compiler,
    ElfPrograms programs,
    Consoles consoles,
    Board board,
    Drivers drivers,
    Features features,
    SyscallAbi syscalls,
    DebugAbi debug,
    KernelImage image,
    ProgramRules rules,
    Optional<InstructionDecoder> decoder) {

  /** Every tool of a host that only this architecture needs. */
  public List<Tool> tools() {
    List<Tool> tools = new ArrayList<>(compiler.tools());
    tools.add(compiler.staticLibc());
    tools.add(board.emulator());
    return List.copyOf(tools);
  }
}
