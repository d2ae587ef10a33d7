package org.distroc.kernel;

import java.util.Set;

/**
 * Where an architecture's system calls are written down, and which of them are its own.
 *
 * @param table the table's path in the tree, such as {@code arch/x86/entry/syscalls/syscall_64.tbl}
 * @param abis the words of the table's second column that count
 * @param symbols the Kconfig symbols, without {@code CONFIG_}, that make a kernel this one; what
 *     they select decides between variants of a prototype
 * @param entry where the kernel takes them
 */
public record SyscallAbi(
    String table, Set<String> abis, Set<String> symbols, SyscallDebugAbi entry) {
  /** The 64-bit calls of x86, without those of x32. */
  public static final SyscallAbi X86_64 =
      new SyscallAbi(
          "arch/x86/entry/syscalls/syscall_64.tbl",
          Set.of("common", "64"),
          Set.of("X86", "X86_64", "64BIT", "MMU"),
          SyscallDebugAbi.X86_64);

  /** Copies the sets, so that an ABI never changes. */
  public SyscallAbi {
    abis = Set.copyOf(abis);
    symbols = Set.copyOf(symbols);
  }

  /** The architecture's folder in the tree, such as {@code arch/x86}. */
  String folder() {
    String[] parts = table.split("/");
    return parts[0] + "/" + parts[1];
  }
}
