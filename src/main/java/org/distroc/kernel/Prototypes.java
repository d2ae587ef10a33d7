package org.distroc.kernel;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.arch.SyscallAbi;
import org.distroc.host.BoundedFiles;

/**
 * The prototypes of the kernel's system calls: those that {@code include/linux/syscalls.h}
 * declares, and for an architecture's own the {@code SYSCALL_DEFINE}s in its C files.
 */
final class Prototypes {
  private static final String HEADER = "include/linux/syscalls.h";
  private static final Pattern DECLARATION =
      Pattern.compile("\\basmlinkage\\s+long\\s+sys_(\\w+)\\s*\\(([^;()]*)\\)\\s*;");
  private static final Pattern DEFINITION =
      Pattern.compile("(?<!\\w)SYSCALL_DEFINE[0-6]\\s*\\(\\s*(\\w+)([^()]*)\\)");

  /** Where the kernel defines calls, after the architecture's own folder; the likely ones first. */
  static final List<String> FOLDERS =
      List.of(
          "kernel",
          "fs",
          "mm",
          "net",
          "ipc",
          "security",
          "io_uring",
          "block",
          "init",
          "drivers/char");

  /** Entry points in assembly, which pass all arguments on. */
  private static final Map<String, String> IN_ASSEMBLY =
      Map.of(
          "mmap2", "mmap_pgoff",
          "statfs64_wrapper", "statfs64",
          "fstatfs64_wrapper", "fstatfs64");

  private static final Set<String> TYPE_WORDS =
      Set.of("void", "char", "short", "int", "long", "signed", "unsigned", "const", "__user");

  private final KernelTree tree;
  private final SyscallAbi abi;
  private final Set<String> symbols;
  private final Map<String, Found> declared;
  private final Map<String, Map<String, Found>> definedByFolder = new HashMap<>();

  Prototypes(KernelTree tree, SyscallAbi abi, Set<String> symbols) {
    this.tree = tree;
    this.abi = abi;
    this.symbols = symbols;
    this.declared = collect(HEADER, DECLARATION);
  }

  /** A prototype in the kernel's own types. */
  record Prototype(List<Syscall.Parameter> parameters, String file, int line) {}

  /** Where a prototype was found. Few of the hundreds are needed, so the text is parsed later. */
  private record Found(String name, String parameters, String file, int line, int doubt) {}

  /**
   * By the name after {@code sys_}. Where the header leaves parameters without names they come from
   * the definition; where that has none either they are {@code arg1} to {@code arg6}.
   */
  Optional<Prototype> find(String name) {
    Found declaration = declared.get(name);
    if (declaration == null && IN_ASSEMBLY.containsKey(name)) {
      return find(IN_ASSEMBLY.get(name));
    }
    if (declaration == null) {
      return Optional.ofNullable(defined(name))
          .map(found -> new Prototype(definedParameters(found.parameters), found.file, found.line));
    }
    List<Syscall.Parameter> parameters = declaredParameters(declaration.parameters);
    if (parameters.stream().anyMatch(p -> p.name().isEmpty())) {
      Found definition = defined(name);
      parameters =
          named(
              parameters,
              definition == null ? List.of() : definedParameters(definition.parameters));
    }
    return Optional.of(new Prototype(parameters, declaration.file, declaration.line));
  }

  private static List<Syscall.Parameter> named(
      List<Syscall.Parameter> parameters, List<Syscall.Parameter> definition) {
    List<Syscall.Parameter> list = new ArrayList<>();
    boolean fits = definition.size() == parameters.size();
    for (int i = 0; i < parameters.size(); i++) {
      Syscall.Parameter one = parameters.get(i);
      String name = fits ? definition.get(i).name() : "arg" + (i + 1);
      list.add(one.name().isEmpty() ? new Syscall.Parameter(one.type(), name) : one);
    }
    return list;
  }

  /** Reading the thousands of files takes a second, so no folder is read before it has to be. */
  private Found defined(String name) {
    List<String> folders = new ArrayList<>(List.of(abi.folder()));
    folders.addAll(FOLDERS);
    for (String folder : folders) {
      Found found = definedByFolder.computeIfAbsent(folder, this::definitions).get(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Map<String, Found> definitions(String folder) {
    Map<String, Found> found = new HashMap<>();
    if (!tree.has(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.walk(tree.root().resolve(folder))) {
      files
          .filter(
              file -> file.toString().endsWith(".c") && Files.isRegularFile(file, NOFOLLOW_LINKS))
          .filter(Prototypes::defines)
          .map(file -> tree.root().relativize(file).toString())
          .sorted()
          .forEach(file -> collect(file, DEFINITION).forEach((name, one) -> keep(found, one)));
    } catch (IOException e) {
      throw KernelTree.unreadable(".", e);
    }
    return found;
  }

  private static boolean defines(Path file) {
    try {
      return BoundedFiles.latin1(file, BoundedFiles.TEXT).contains("SYSCALL_DEFINE");
    } catch (IOException e) {
      // Its other text is of no interest.
      return false;
    }
  }

  private Map<String, Found> collect(String file, Pattern pattern) {
    CSource source = CSource.of(tree.read(file), symbols);
    Map<String, Found> all = new HashMap<>();
    Matcher match = pattern.matcher(source.text());
    while (match.find()) {
      int line = source.line(match.start());
      int doubt = source.branchesNotTaken(match.start());
      keep(all, new Found(match.group(1), match.group(2), file, line, doubt));
    }
    return all;
  }

  /**
   * Keeps, of several with one name, the one whose conditions hold; the first if none is better.
   */
  private static void keep(Map<String, Found> all, Found one) {
    all.merge(one.name, one, (before, now) -> now.doubt < before.doubt ? now : before);
  }

  /** {@code SYSCALL_DEFINE2(name, int, fd, char __user *, buf)}: types and names take turns. */
  private static List<Syscall.Parameter> definedParameters(String list) {
    String[] words = list.split(",");
    List<Syscall.Parameter> parameters = new ArrayList<>();
    for (int i = 1; i + 1 < words.length; i += 2) {
      parameters.add(new Syscall.Parameter(words[i].strip(), words[i + 1].strip()));
    }
    return parameters;
  }

  private static List<Syscall.Parameter> declaredParameters(String list) {
    if (list.isBlank() || list.strip().equals("void")) {
      return List.of();
    }
    return Stream.of(list.split(",")).map(Prototypes::declaredParameter).toList();
  }

  private static Syscall.Parameter declaredParameter(String text) {
    String[] words = text.replace("*", " * ").strip().split("\\s+");
    String last = words[words.length - 1];
    boolean tagFollows = words.length > 1 && words[words.length - 2].matches("struct|union|enum");
    boolean alone =
        Stream.of(words).filter(word -> !word.equals("const") && !word.equals("__user")).count()
            == 1;
    if (last.equals("*") || TYPE_WORDS.contains(last) || tagFollows || alone) {
      return new Syscall.Parameter(String.join(" ", words), "");
    }
    String type = String.join(" ", List.of(words).subList(0, words.length - 1));
    return new Syscall.Parameter(type, last);
  }
}
