package org.distroc.elf;

import java.util.Map;
import java.util.Objects;
import org.distroc.arch.Architecture;
import org.distroc.arch.ElfTarget;

/**
 * What init has to match: the kernel that starts it, and what else is in the initramfs.
 *
 * @param architecture of the kernel
 * @param target the kind of programs that the kernel runs
 * @param compat whether the kernel also runs the 32-bit programs of a 64-bit architecture
 * @param protectsStacks whether the kernel can forbid that a stack is executed
 * @param libc whether a C library is linked into init
 * @param loader whether the initramfs has a loader and shared libraries
 * @param calls the kernel's system calls by number, as many as are known
 */
public record InitExpectation(
    Architecture architecture,
    ElfTarget target,
    boolean compat,
    boolean protectsStacks,
    boolean libc,
    boolean loader,
    Map<Integer, SystemCall> calls) {

  /**
   * A system call.
   *
   * @param name the function that stands for it in C
   * @param parameters how many it takes, 0 to 6
   * @param noreturn whether it never returns, like exit
   */
  public record SystemCall(String name, int parameters, boolean noreturn) {
    /** Refuses a call without a name. */
    public SystemCall {
      Objects.requireNonNull(name);
    }
  }

  /** Copies the table of calls. */
  public InitExpectation {
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(target);
    calls = Map.copyOf(calls);
  }
}
