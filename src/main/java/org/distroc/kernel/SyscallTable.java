package org.distroc.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.distroc.arch.SyscallAbi;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;
import org.distroc.diag.Span;
import org.distroc.kernel.SyscallEntries.Entry;
import org.distroc.kernel.SyscallSuccessors.Successor;

/**
 * The system calls of one architecture, read from a kernel tree: numbers from its table, prototypes
 * from its headers and, where a call is the architecture's own, from its C files. There is no other
 * source, so a call added by a later kernel needs no change here.
 */
public final class SyscallTable {
  /** The kernel's exit is _exit in C: C's exit first runs what atexit registered. */
  private static final String C_EXIT = "_exit";

  private static final String KERNEL_EXIT = "exit";

  /** The table marks calls that never return since Linux 6.11 only, and rt_sigreturn nowhere. */
  private static final Set<String> NEVER_RETURN = Set.of("exit", "exit_group", "rt_sigreturn");

  private final KernelTree tree;
  private final SyscallAbi abi;
  private final Optional<SyscallTables.Kept> keeper;

  /** All calls that were parsed, by the kernel's names; null until needed. */
  private Map<String, Syscall> understood;

  private SortedMap<String, Entry> entries;
  private Prototypes prototypes;
  private CTypes types;

  private SyscallTable(KernelTree tree, SyscallAbi abi, Optional<SyscallTables.Kept> keeper) {
    this.tree = tree;
    this.abi = abi;
    this.keeper = keeper;
    this.understood = keeper.flatMap(SyscallTables.Kept::read).orElse(null);
  }

  /**
   * The table of a tree. Its files are read on demand.
   *
   * @throws Failure D2012 when the tree has no such table
   */
  static SyscallTable read(KernelTree tree, SyscallAbi abi) {
    return read(tree, abi, Optional.empty());
  }

  /** As above, with a cache of parsed calls. */
  static SyscallTable read(KernelTree tree, SyscallAbi abi, SyscallTables.Kept keeper) {
    return read(tree, abi, Optional.of(keeper));
  }

  private static SyscallTable read(
      KernelTree tree, SyscallAbi abi, Optional<SyscallTables.Kept> keeper) {
    String table =
        SyscallEntries.source(tree, abi)
            .map(SyscallAbi.Source::file)
            .orElse(abi.sources().get(abi.sources().size() - 1).file());
    for (String needed : List.of(table, "include/linux/syscalls.h")) {
      if (!tree.has(needed)) {
        throw new Failure(
            Diagnostic.error(Code.D2012, "this kernel tree has no `" + needed + "`")
                .why("distroc reads the numbers and prototypes of system calls from that file")
                .help("use a kernel that has it, such as Debian's linux-source-6.1"));
      }
    }
    return new SyscallTable(tree, abi, keeper);
  }

  /** Reads the table itself, and the prototypes that every architecture shares. */
  private SortedMap<String, Entry> entries() {
    if (entries == null) {
      Set<String> symbols = abi.symbols();
      String kconfig = abi.folder() + "/Kconfig";
      if (tree.has(kconfig)) {
        symbols = SelectedSymbols.of(tree.read(kconfig), symbols);
      }
      prototypes = new Prototypes(tree, abi, symbols);
      types = new CTypes(tree, abi, symbols);
      entries = SyscallEntries.read(tree, abi);
    }
    return entries;
  }

  /** The calls that the kernel implements, by its own names, in alphabetical order. */
  public synchronized SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    entries().values().stream().filter(Entry::implemented).forEach(e -> names.add(e.name()));
    return names;
  }

  /** Whether the kernel implements a call of that name. */
  public synchronized boolean has(String name) {
    return understood != null && understood.containsKey(name)
        || entries().containsKey(name) && entries().get(name).implemented();
  }

  /** The names in the table that have a number only. */
  public synchronized SortedSet<String> namesNotImplemented() {
    SortedSet<String> names = new TreeSet<>(entries().keySet());
    names.removeAll(names());
    return names;
  }

  /** Why a call is written with another name than the kernel's; empty for all but one. */
  public Optional<String> alias(String name) {
    return name.equals(C_EXIT)
        ? Optional.of(
            "C's name for the kernel's `exit` is `_exit`: the `exit` of a C library first runs"
                + " what the program registered with atexit")
        : Optional.empty();
  }

  /** The call of this kernel that a function of C libraries uses. */
  public Optional<String> behind(String function) {
    return LibraryCalls.behind(function).filter(names()::contains);
  }

  /**
   * The call of a name, {@code _exit} included.
   *
   * @param at where the recipe asks for it
   * @throws Failure D2010 for an unknown name, D2011 for one that is not implemented, D2012 when
   *     the tree's prototype of it is not understood
   */
  public synchronized Syscall find(String name, Optional<Span> at) {
    String kernelName = name.equals(C_EXIT) ? KERNEL_EXIT : name;
    if (understood != null && understood.containsKey(kernelName)) {
      return understood.get(kernelName).named(name);
    }
    Entry entry = entries().get(kernelName);
    if (entry == null) {
      throw new Failure(unknown(name).at(at));
    }
    if (!entry.implemented()) {
      throw new Failure(
          Diagnostic.error(
                  Code.D2011, "Linux " + tree.release() + " does not implement `" + name + "`")
              .at(at)
              .label("has a number but no implementation")
              .why(
                  "the kernel's table keeps number "
                      + entry.number()
                      + " for it, so that no other call gets it; calling it gives -ENOSYS")
              .help("leave it out"));
    }
    return read(name, entry).orElseThrow(() -> new Failure(notUnderstood(name, entry).at(at)));
  }

  /** Every call that is implemented and whose prototype is understood, by name. */
  public synchronized List<Syscall> all() {
    if (understood == null) {
      Map<String, Syscall> found = new LinkedHashMap<>();
      names()
          .forEach(
              name -> read(name, entries().get(name)).ifPresent(call -> found.put(name, call)));
      understood = found;
      keeper.ifPresent(one -> one.write(found));
    }
    return List.copyOf(understood.values());
  }

  private Optional<Syscall> read(String name, Entry entry) {
    String function = entry.entryPoint().orElseThrow().replaceFirst("^_*sys_", "");
    return prototypes
        .find(function)
        .filter(prototype -> prototype.parameters().size() <= 6)
        .flatMap(
            prototype ->
                plain(prototype.parameters())
                    .map(
                        parameters ->
                            new Syscall(
                                name,
                                entry.name(),
                                entry.number(),
                                parameters,
                                "long",
                                entry.noreturn() || NEVER_RETURN.contains(entry.name()),
                                prototype.file(),
                                prototype.line())));
  }

  private Optional<List<Syscall.Parameter>> plain(List<Syscall.Parameter> parameters) {
    List<Syscall.Parameter> list = new ArrayList<>();
    for (Syscall.Parameter parameter : parameters) {
      Optional<String> type = types.plain(parameter.type());
      if (type.isEmpty() || !parameter.name().matches("[A-Za-z_]\\w*")) {
        return Optional.empty();
      }
      list.add(new Syscall.Parameter(type.get(), parameter.name()));
    }
    return Optional.of(list);
  }

  private Diagnostic unknown(String name) {
    Diagnostic diagnostic =
        Diagnostic.error(
                Code.D2010, "Linux " + tree.release() + " has no system call `" + name + "`")
            .label("not in the kernel's table");
    Optional<String> behind = behind(name);
    if (behind.isPresent()) {
      return diagnostic
          .why("`" + name + "` is a C library function; it uses a different system call")
          .help("use `" + behind.get() + "`");
    }
    Optional<Successor> successor = SyscallSuccessors.of(name, names());
    if (successor.isPresent()) {
      return lacking(name, successor.get());
    }
    List<String> nearest = NearestNames.to(name, names());
    return nearest.isEmpty()
        ? diagnostic.help("`man 2 syscalls` lists the system calls with a sentence for each")
        : diagnostic.help("did you mean `" + String.join("` or `", nearest) + "`?");
  }

  private Diagnostic lacking(String name, Successor successor) {
    return Diagnostic.error(
            Code.D2200,
            "Linux " + tree.release() + " has no `" + name + "` for " + abi.architecture())
        .label("not on this architecture")
        .why(
            "`"
                + name
                + "` is an older call, which only some architectures have; `"
                + successor.call()
                + "` does the same")
        .help("list `" + successor.call() + "`, and call `" + successor.how() + "`");
  }

  private Diagnostic notUnderstood(String name, Entry entry) {
    return Diagnostic.error(
            Code.D2012,
            "distroc cannot read the prototype of `" + name + "` from Linux " + tree.release())
        .why(
            "its entry point is "
                + entry.entryPoint().orElseThrow()
                + "; neither include/linux/syscalls.h nor a SYSCALL_DEFINE says what it takes")
        .help("leave it out, or call it from your own assembly source");
  }
}
