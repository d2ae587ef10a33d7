package org.distroc.elf;

import java.util.Map;
import java.util.Objects;

/**
 * What init has to fit: the kernel that starts it, and what else is in the initramfs.
 *
 * @param wide whether the kernel is a 64-bit one
 * @param machine the kernel's e_machine of the ELF specification, 62 for x86-64
 * @param oldCalls whether the kernel serves 32-bit programs and {@code int $0x80} too
 *     (IA32_EMULATION)
 * @param libc whether a C library is linked into init
 * @param loader whether the initramfs has a loader and shared libraries
 * @param calls the kernel's system calls by number, as many as are known
 */
public record InitExpectation(
    boolean wide,
    int machine,
    boolean oldCalls,
    boolean libc,
    boolean loader,
    Map<Integer, SystemCall> calls) {

  /**
   * A system call.
   *
   * @param name the function that stands for it in C
   * @param parameters how many it takes, 0 to 6
   * @param noreturn whether it never comes back, as exit
   */
  public record SystemCall(String name, int parameters, boolean noreturn) {
    /** Refuses a call without a name. */
    public SystemCall {
      Objects.requireNonNull(name);
    }
  }

  /** Copies the table of calls. */
  public InitExpectation {
    calls = Map.copyOf(calls);
  }
}
