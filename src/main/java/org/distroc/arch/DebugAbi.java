package org.distroc.arch;

import java.util.List;
import java.util.Optional;

/**
 * How a debugger sees the kernel of an architecture.
 *
 * @param registers the processor's registers, by the names that gdb and QEMU use
 * @param entry where the kernel takes system calls; empty if distroc cannot trace them
 * @param starter the kernel's C function that is called when a program is about to start; its
 *     second argument is the address of the program's first instruction
 * @param userMode in gdb's language, whether the processor executes a program
 * @param start where the stages of a boot begin
 * @param addresses a regular expression for addresses in the kernel's messages about crashes: group
 *     {@code init} or {@code user} is one of a program, group {@code kernel} one of the kernel
 */
public record DebugAbi(
    Registers registers,
    Optional<SyscallEntry> entry,
    String starter,
    String userMode,
    KernelStart start,
    String addresses) {

  /**
   * Of a kernel that a debugger does not follow.
   *
   * @param registers the processor's registers
   * @param addresses in the kernel's messages about crashes
   */
  public static DebugAbi untraced(Registers registers, String addresses) {
    return new DebugAbi(
        registers,
        Optional.empty(),
        "start_thread",
        "0",
        new KernelStart(0, List.of(), List.of("start_kernel"), Optional.empty(), ""),
        addresses);
  }

  /**
   * Registers with a role.
   *
   * @param counter the instruction pointer
   * @param stack the stack pointer
   * @param first a function's first argument
   * @param second a function's second argument
   * @param result a function's result
   * @param perCpu points to the variables of one processor
   */
  public record Registers(
      String counter, String stack, String first, String second, String result, String perCpu) {}

  /**
   * Where the stages of a boot begin.
   *
   * @param bootSector where a firmware puts the first sector of what it boots, and starts it
   * @param first the kernel's first instructions, where memory is still as the decompressor left it
   * @param early its first C functions, for kernels that are not where they prefer to be
   * @param compat the first C function of a 32-bit kernel of a 64-bit architecture
   * @param compatFirst the register with a function's first argument in such a kernel
   */
  public record KernelStart(
      long bootSector,
      List<String> first,
      List<String> early,
      Optional<String> compat,
      String compatFirst) {

    /** Copies the lists. */
    public KernelStart {
      first = List.copyOf(first);
      early = List.copyOf(early);
    }
  }

  /**
   * Where the kernel takes system calls, and where it saves the program's registers meanwhile.
   * Registers of the saved frame have the names of the kernel's own header.
   *
   * @param function the kernel's C function that each system call goes through; on its stack lies
   *     the return address, and after that the frame
   * @param frameHeader the header with the offset of each register in the frame
   * @param frameSize the name of the frame's size in that header
   * @param number the frame's register with the number of the call
   * @param arguments the frame's registers with the arguments
   * @param result the frame's register with the result
   * @param returnAddress the frame's register with the address that the program goes on at
   */
  public record SyscallEntry(
      String function,
      String frameHeader,
      String frameSize,
      String number,
      List<String> arguments,
      String result,
      String returnAddress) {

    /** Copies the list. */
    public SyscallEntry {
      arguments = List.copyOf(arguments);
    }
  }
}
