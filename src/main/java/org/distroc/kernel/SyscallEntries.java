package org.distroc.kernel;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.arch.SyscallAbi;
import org.distroc.arch.SyscallAbi.Header;
import org.distroc.arch.SyscallAbi.SharedTable;
import org.distroc.arch.SyscallAbi.Source;
import org.distroc.arch.SyscallAbi.Table;

/** The numbers of an architecture's system calls, from the first of its sources that a tree has. */
final class SyscallEntries {
  private static final Pattern MORE_ABIS =
      Pattern.compile("(?m)^syscall_abis_(32|64)[ \\t]*\\+=[ \\t]*([^\\n#]*)$");

  private SyscallEntries() {}

  /**
   * A line of the table.
   *
   * @param number what selects the call
   * @param name the kernel's name of the call
   * @param entryPoint the kernel function, such as {@code sys_newstat}; empty when there is none
   * @param noreturn whether the table says that it never returns
   */
  record Entry(int number, String name, Optional<String> entryPoint, boolean noreturn) {
    private static final String NOT_IMPLEMENTED = "sys_ni_syscall";

    boolean implemented() {
      return entryPoint.isPresent() && !entryPoint.get().equals(NOT_IMPLEMENTED);
    }
  }

  /** The source that a tree has; empty if it has none. */
  static Optional<Source> source(KernelTree tree, SyscallAbi abi) {
    return abi.sources().stream().filter(source -> isIn(tree, source)).findFirst();
  }

  private static boolean isIn(KernelTree tree, Source source) {
    return tree.has(source.file())
        && (!(source instanceof SharedTable shared) || tree.has(shared.makefile()))
        && (!(source instanceof Header) || tree.has(Header.SHARED));
  }

  /** The calls by name; none if the tree has no such file. */
  static SortedMap<String, Entry> read(KernelTree tree, SyscallAbi abi) {
    Optional<Source> source = source(tree, abi);
    if (source.isEmpty()) {
      return new TreeMap<>();
    }
    String text = tree.read(source.get().file());
    if (source.get() instanceof Table table) {
      return table(text, table.abis(), table.base());
    }
    String size = abi.symbols().contains("64BIT") ? "64" : "32";
    return source.get() instanceof SharedTable shared
        ? table(text, sharedAbis(tree.read(shared.makefile()), size), 0)
        : SyscallHeader.read(text, tree.read(Header.SHARED), size);
  }

  /** Those that scripts/Makefile.asm-headers of the kernel begins with, and the architecture's. */
  private static Set<String> sharedAbis(String makefile, String size) {
    Set<String> abis = new HashSet<>(Set.of("common", size));
    Matcher more = MORE_ABIS.matcher(makefile);
    while (more.find()) {
      if (more.group(1).equals(size)) {
        abis.addAll(new TreeSet<>(Set.of(more.group(2).strip().split("\\s+"))));
      }
    }
    return abis;
  }

  /** {@code <number> <abi> <name> [<entry point> [<compat entry point> [noreturn]]]}. */
  static SortedMap<String, Entry> table(String table, Set<String> abis, int base) {
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (String line : table.split("\n")) {
      if (line.isEmpty() || !Character.isDigit(line.charAt(0))) {
        continue;
      }
      String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
      if (words.length < 3 || !abis.contains(words[1]) || !words[0].matches("[0-9]{1,6}")) {
        continue;
      }
      Optional<String> entryPoint =
          words.length > 3 && !words[3].equals("-") ? Optional.of(words[3]) : Optional.empty();
      boolean noreturn = words.length > 5 && words[5].equals("noreturn");
      Entry entry = new Entry(base + Integer.parseInt(words[0]), words[2], entryPoint, noreturn);
      entries.putIfAbsent(entry.name(), entry);
    }
    return entries;
  }
}
