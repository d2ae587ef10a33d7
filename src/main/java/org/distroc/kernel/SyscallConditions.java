package org.distroc.kernel;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.arch.SyscallAbi;
import org.distroc.host.BoundedFiles;

/**
 * Which kernel options the system calls of one architecture are compiled with, read from a kernel
 * tree. {@code kernel/sys_ni.c} lists the calls that a kernel may be built without; the file that
 * defines one, its {@code #ifdef}s and the Makefiles of its folders say when.
 */
public final class SyscallConditions {
  private static final Pattern OPTIONAL =
      Pattern.compile("(?m)^\\s*(?:COND_SYSCALL|SYS_NI|cond_syscall)\\((?:sys_)?(\\w+)\\)");
  private static final Pattern DEFINITION =
      Pattern.compile("(?m)^SYSCALL_DEFINE[0-6]\\s*\\(\\s*(\\w+)[^()]*\\)");
  private static final Pattern NOT_IMPLEMENTED =
      Pattern.compile("\\s*\\{\\s*return\\s+-ENOSYS;\\s*\\}");

  /** Where the kernel says which calls may be missing; Linux before 6.7 has the second. */
  private static final List<String> LISTS = List.of("kernel/sys_ni.c", "kernel/time/posix-stubs.c");

  private final KernelTree tree;
  private final SyscallAbi abi;

  /** By the kernel's names of the calls; null until read. */
  private Map<String, SyscallCondition> known;

  private final Optional<SyscallTables.Kept> keeper;

  SyscallConditions(KernelTree tree, SyscallAbi abi, Optional<SyscallTables.Kept> keeper) {
    this.tree = tree;
    this.abi = abi;
    this.keeper = keeper;
  }

  /** The calls that a kernel may be built without, with the options for each, by name. */
  public synchronized Collection<SyscallCondition> all() {
    if (known == null) {
      known = keeper.flatMap(SyscallTables.Kept::readConditions).orElse(null);
    }
    if (known == null) {
      known = read(optional());
      keeper.ifPresent(kept -> kept.writeConditions(known.values()));
    }
    return known.values();
  }

  /**
   * Those of some calls, by the kernel's names. Of a tree that may change, no more than needed is
   * read.
   */
  public synchronized Map<String, SyscallCondition> of(Set<String> calls) {
    Map<String, String> wanted = known == null ? optional() : new TreeMap<>();
    wanted.keySet().retainAll(calls);
    if (known == null && wanted.isEmpty()) {
      return Map.of();
    }
    if (known == null && keeper.isEmpty()) {
      return read(wanted);
    }
    Map<String, SyscallCondition> some = new TreeMap<>();
    all().stream().filter(one -> calls.contains(one.call())).forEach(c -> some.put(c.call(), c));
    return some;
  }

  private Map<String, SyscallCondition> read(Map<String, String> functions) {
    Map<String, List<Definition>> definitions = definitions(new HashSet<>(functions.values()));
    CompiledFiles files = new CompiledFiles(tree);
    Map<String, SyscallCondition> found = new LinkedHashMap<>();
    functions.forEach(
        (name, function) ->
            condition(name, definitions.getOrDefault(function, List.of()), files)
                .ifPresent(condition -> found.put(name, condition)));
    return found;
  }

  /** The calls that a kernel may lack: by name the function that implements each. */
  private Map<String, String> optional() {
    Set<String> optional = new HashSet<>();
    for (String list : LISTS) {
      if (tree.has(list)) {
        Matcher one = OPTIONAL.matcher(tree.read(list));
        while (one.find()) {
          optional.add(one.group(1));
        }
      }
    }
    Map<String, String> functions = new TreeMap<>();
    if (optional.isEmpty() || SyscallEntries.source(tree, abi).isEmpty()) {
      return functions;
    }
    for (SyscallEntries.Entry entry : SyscallEntries.read(tree, abi).values()) {
      String function = entry.entryPoint().orElse("").replaceFirst("^_*sys_", "");
      if (optional.contains(function)) {
        functions.put(entry.name(), function);
      }
    }
    return functions;
  }

  /** Where a call is defined, with the options for that place of the file. */
  private record Definition(String file, int line, OptionCondition when) {}

  private static Optional<SyscallCondition> condition(
      String name, List<Definition> definitions, CompiledFiles files) {
    OptionCondition any = OptionCondition.NEVER;
    for (Definition one : definitions) {
      any = any.or(one.when.and(files.of(one.file)));
    }
    if (any.isAlways() || any.equals(OptionCondition.NEVER)) {
      return Optional.empty();
    }
    Definition first = definitions.get(0);
    return Optional.of(new SyscallCondition(name, any, first.file, first.line));
  }

  private Map<String, List<Definition>> definitions(Set<String> wanted) {
    Map<String, List<Definition>> found = new HashMap<>();
    List<String> folders = new ArrayList<>(List.of(abi.folder()));
    folders.addAll(Prototypes.FOLDERS);
    for (String folder : folders) {
      if (tree.has(folder) && !found.keySet().containsAll(wanted)) {
        collect(folder, wanted, found);
      }
    }
    return found;
  }

  private void collect(String folder, Set<String> wanted, Map<String, List<Definition>> found) {
    try (Stream<Path> files = Files.walk(tree.root().resolve(folder))) {
      files
          .filter(file -> file.toString().endsWith(".c"))
          .filter(file -> Files.isRegularFile(file, NOFOLLOW_LINKS))
          .sorted()
          .forEach(file -> collect(file, wanted, found));
    } catch (IOException e) {
      throw KernelTree.unreadable(folder, e);
    }
  }

  private void collect(Path file, Set<String> wanted, Map<String, List<Definition>> found) {
    String text;
    try {
      text = BoundedFiles.latin1(file, BoundedFiles.TEXT);
    } catch (IOException e) {
      // A call that is not found counts as there.
      return;
    }
    if (!text.contains("SYSCALL_DEFINE")) {
      return;
    }
    CompiledBranches branches = CompiledBranches.of(text);
    Matcher definition = DEFINITION.matcher(text);
    while (definition.find()) {
      String function = definition.group(1);
      if (wanted.contains(function) && !isStub(text, definition.end())) {
        String before = text.substring(0, definition.start());
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        found
            .computeIfAbsent(function, name -> new ArrayList<>())
            .add(
                new Definition(
                    tree.root().relativize(file).toString(),
                    line,
                    branches.at(definition.start())));
      }
    }
  }

  /** Whether a definition only says that the kernel has no such call. */
  private static boolean isStub(String text, int from) {
    return NOT_IMPLEMENTED.matcher(text).region(from, text.length()).lookingAt();
  }
}
