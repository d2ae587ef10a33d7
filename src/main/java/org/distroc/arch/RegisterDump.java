package org.distroc.arch;

/**
 * How QEMU's {@code info registers} prints the state of a processor. Each pattern is a regular
 * expression, with the value as its first group.
 *
 * @param counter the address of the next instruction, in hexadecimal
 * @param privilege the privilege level
 * @param programs the level of programs
 * @param halted matches while the processor waits for an interrupt
 * @param control the register that says whether the kernel has set up virtual memory; empty if none
 *     is printed, and what runs at the addresses of kernels is a kernel
 * @param virtualMemory the bit of that register, set as soon as it has
 * @param lowestKernel no kernel runs below that address, a number without a sign, once it is
 *     unpacked
 */
public record RegisterDump(
    String counter,
    String privilege,
    String programs,
    String halted,
    String control,
    long virtualMemory,
    long lowestKernel) {
  /** What QEMU prints is not understood. */
  public static final RegisterDump NONE =
      new RegisterDump("(?!)", "(?!)", "", "(?!)", "", 0, Long.MIN_VALUE);
}
