package org.distroc.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/**
 * The prototypes of the kernel's system calls: those that {@code include/linux/syscalls.h} declares,
 * and for an architecture's own the {@code SYSCALL_DEFINE}s in its C files.
 */
final class Prototypes {
  private static final String HEADER = "include/linux/syscalls.h";
  private static final Pattern DECLARATION =
      Pattern.compile("\\basmlinkage\\s+long\\s+sys_(\\w+)\\s*\\(([^;()]*)\\)\\s*;");
  private static final Pattern DEFINITION =
      Pattern.compile("(?<!\\w)SYSCALL_DEFINE([0-6])\\s*\\(([^()]*)\\)");

  /** Where the kernel defines calls, after the architecture's own folder; the likely ones first. */
  private static final List<String> FOLDERS =
      List.of("kernel", "fs", "mm", "net", "ipc", "security", "io_uring", "block", "init", "drivers/char");

  private static final Set<String> TYPE_WORDS =
      Set.of("void", "char", "short", "int", "long", "signed", "unsigned", "const", "__user");

  private final KernelTree tree;
  private final SyscallAbi abi;
  private final Set<String> symbols;
  private final Map<String, Prototype> declared;
  private Map<String, Prototype> defined;

  Prototypes(KernelTree tree, SyscallAbi abi, Set<String> symbols) {
    this.tree = tree;
    this.abi = abi;
    this.symbols = symbols;
    this.declared = new HashMap<>();
    collect(HEADER, DECLARATION, declared);
  }

  /** A prototype in the kernel's own types. A parameter's name may be empty. */
  record Prototype(List<Syscall.Parameter> parameters, String file, int line, int doubt) {}

  /**
   * By the name behind {@code sys_}. Where the header leaves parameters without names they come from
   * the definition; where that has none either they are {@code arg1} to {@code arg6}.
   */
  Optional<Prototype> find(String name) {
    Prototype prototype = declared.get(name);
    if (prototype == null) {
      return Optional.ofNullable(defined().get(name));
    }
    boolean complete = prototype.parameters.stream().noneMatch(p -> p.name().isEmpty());
    return Optional.of(complete ? prototype : named(prototype, defined().get(name)));
  }

  private static Prototype named(Prototype prototype, Prototype definition) {
    List<Syscall.Parameter> list = new ArrayList<>();
    boolean fits =
        definition != null && definition.parameters.size() == prototype.parameters.size();
    for (int i = 0; i < prototype.parameters.size(); i++) {
      Syscall.Parameter one = prototype.parameters.get(i);
      String name = fits ? definition.parameters.get(i).name() : "arg" + (i + 1);
      list.add(one.name().isEmpty() ? new Syscall.Parameter(one.type(), name) : one);
    }
    return new Prototype(list, prototype.file, prototype.line, prototype.doubt);
  }

  /** Reading thousands of files for it takes a second, so only once someone asks. */
  private Map<String, Prototype> defined() {
    if (defined == null) {
      defined = new HashMap<>();
      List<String> folders = new ArrayList<>(List.of(abi.folder()));
      folders.addAll(FOLDERS);
      for (String folder : folders) {
        Map<String, Prototype> here = new HashMap<>();
        for (String file : definingFiles(folder)) {
          collect(file, DEFINITION, here);
        }
        here.forEach(defined::putIfAbsent);
      }
    }
    return defined;
  }

  private List<String> definingFiles(String folder) {
    if (!tree.has(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(tree.root().resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".c") && Files.isRegularFile(file))
          .map(file -> tree.root().relativize(file).toString())
          .filter(file -> tree.read(file).contains("SYSCALL_DEFINE"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect(String file, Pattern pattern, Map<String, Prototype> into) {
    CSource source = CSource.of(tree.read(file), symbols);
    Matcher match = pattern.matcher(source.text());
    while (match.find()) {
      int doubt = source.branchesNotTaken(match.start());
      int line = source.line(match.start());
      String name;
      List<Syscall.Parameter> parameters;
      if (pattern == DECLARATION) {
        name = match.group(1);
        parameters = declaredParameters(match.group(2));
      } else {
        String[] words = match.group(2).split(",");
        name = words[0].strip();
        parameters = definedParameters(words);
      }
      Prototype before = into.get(name);
      if (before == null || doubt < before.doubt) {
        into.put(name, new Prototype(parameters, file, line, doubt));
      }
    }
  }

  /** {@code SYSCALL_DEFINE2(name, int, fd, char __user *, buf)}: types and names take turns. */
  private static List<Syscall.Parameter> definedParameters(String[] words) {
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
        Stream.of(words).filter(word -> !word.equals("const") && !word.equals("__user")).count() == 1;
    if (last.equals("*") || TYPE_WORDS.contains(last) || tagFollows || alone) {
      return new Syscall.Parameter(String.join(" ", words), "");
    }
    String type = String.join(" ", List.of(words).subList(0, words.length - 1));
    return new Syscall.Parameter(type, last);
  }
}
