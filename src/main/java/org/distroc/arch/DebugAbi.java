package org.distroc.arch;

import java.util.List;

/**
 * How a debugger sees the kernel of an architecture.
 *
 * @param registers the processor's registers, by the names that gdb and QEMU use
 * @param entry where the kernel takes system calls
 * @param starter the kernel's C function that is called when a program is about to start; its
 *     second argument is the address of the program's first instruction
 * @param userMode in gdb's language, whether the processor executes a program
 */
public record DebugAbi(Registers registers, SyscallEntry entry, String starter, String userMode) {

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
