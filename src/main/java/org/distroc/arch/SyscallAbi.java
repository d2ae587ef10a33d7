package org.distroc.arch;

import java.util.Set;

/**
 * Where an architecture's system calls are defined in the kernel's sources.
 *
 * @param table the table's path in the tree, such as {@code arch/x86/entry/syscalls/syscall_64.tbl}
 * @param abis the words of the table's second column that count
 * @param symbols the Kconfig symbols, without {@code CONFIG_}, that make a kernel this one; what
 *     they select decides between variants of a prototype
 */
public record SyscallAbi(String table, Set<String> abis, Set<String> symbols) {
  /** Copies the sets. */
  public SyscallAbi {
    abis = Set.copyOf(abis);
    symbols = Set.copyOf(symbols);
  }

  /** The architecture's folder in the tree, such as {@code arch/x86}. */
  public String folder() {
    String[] parts = table.split("/");
    return parts[0] + "/" + parts[1];
  }
}
