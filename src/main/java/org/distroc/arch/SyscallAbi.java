package org.distroc.arch;

import java.util.List;
import java.util.Set;

/**
 * Where an architecture's system calls are defined in the kernel's sources.
 *
 * @param architecture as recipes write it, for messages
 * @param folder the architecture's folder in the tree, such as {@code arch/x86}
 * @param sources where the numbers are; the first that a tree has counts, since kernels before 6.11
 *     have some of them in a header instead of a table
 * @param symbols the Kconfig symbols, without {@code CONFIG_}, that make a kernel this one; what
 *     they select decides between variants of a prototype
 */
public record SyscallAbi(
    String architecture, String folder, List<Source> sources, Set<String> symbols) {
  /** Copies the collections. */
  public SyscallAbi {
    sources = List.copyOf(sources);
    symbols = Set.copyOf(symbols);
  }

  /** A file with the numbers of system calls. */
  public sealed interface Source {
    /** Its path in the tree. */
    String file();
  }

  /**
   * A table of the architecture's own.
   *
   * @param file such as {@code arch/x86/entry/syscalls/syscall_64.tbl}
   * @param abis the words of its second column that count
   * @param base what is added to each number in it
   */
  public record Table(String file, Set<String> abis, int base) implements Source {
    /** Copies the set. */
    public Table {
      abis = Set.copyOf(abis);
    }

    /** With the numbers as they are. */
    public Table(String file, String... abis) {
      this(file, Set.of(abis), 0);
    }
  }

  /**
   * The table that newer architectures share, with the calls that are marked {@code common}, or
   * with the size of a word.
   *
   * @param makefile of the architecture: which other words of the second column count
   */
  public record SharedTable(String makefile) implements Source {
    @Override
    public String file() {
      return "scripts/syscall.tbl";
    }
  }

  /**
   * The architecture's C header, which says what it wants of a header that newer architectures
   * share.
   *
   * @param file such as {@code arch/riscv/include/uapi/asm/unistd.h}
   */
  public record Header(String file) implements Source {
    /** The header that it includes, by its path in the tree. */
    public static final String SHARED = "include/uapi/asm-generic/unistd.h";
  }
}
