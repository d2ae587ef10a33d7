package org.distroc.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.arch.SyscallAbi;

/**
 * Turns the kernel's types into C that compiles without a header: typedefs are followed to basic
 * types by reading the tree's own headers, annotations such as {@code __user} are dropped, and what
 * has no name outside the kernel becomes {@code void}.
 */
final class CTypes {
  private static final Set<String> KEYWORDS =
      Set.of("void", "char", "short", "int", "long", "signed", "unsigned", "_Bool");
  private static final Set<String> ANNOTATIONS =
      Set.of("__user", "__force", "__bitwise", "__iomem", "__percpu", "__rcu", "volatile");
  private static final Pattern TOKEN = Pattern.compile("\\w+|\\*");
  private static final Pattern TYPEDEF = Pattern.compile("\\btypedef\\s+([^;()]+?)(\\w+)\\s*;");
  private static final int DEEPEST = 16;

  private final KernelTree tree;
  private final Set<String> symbols;
  private final List<String> headers;
  private final Map<String, Map<String, String>> typedefsByHeader = new HashMap<>();

  /** The text of some two thousand more headers by path; null until needed. */
  private Map<String, String> furtherHeaders;

  CTypes(KernelTree tree, SyscallAbi abi, Set<String> symbols) {
    this.tree = tree;
    this.symbols = symbols;
    String asm = abi.folder() + "/include/";
    String size = symbols.contains("64BIT") ? "64" : "32";
    // The order in which a compiler would meet them, the architecture's own first.
    this.headers =
        Stream.of(
                asm + "asm/signal.h",
                asm + "uapi/asm/posix_types_" + size + ".h",
                asm + "uapi/asm/posix_types.h",
                asm + "uapi/asm/signal.h",
                "include/uapi/asm-generic/posix_types.h",
                "include/uapi/asm-generic/int-ll64.h",
                "include/asm-generic/int-ll64.h",
                "include/uapi/asm-generic/signal-defs.h",
                "include/uapi/asm-generic/siginfo.h",
                "include/uapi/asm-generic/signal.h",
                "include/vdso/time32.h",
                "include/uapi/linux/types.h",
                "include/uapi/linux/posix_types.h",
                "include/linux/types.h")
            .filter(tree::has)
            .toList();
  }

  /** The plain C of a kernel type; empty when a name in it is defined nowhere. */
  Optional<String> plain(String kernelType) {
    return plain(kernelType, false, 0);
  }

  private Optional<String> plain(String kernelType, boolean behindPointer, int depth) {
    List<String> words = new ArrayList<>();
    StringBuilder pointers = new StringBuilder();
    Matcher tokens = TOKEN.matcher(kernelType);
    while (tokens.find()) {
      String token = tokens.group().equals("__signed__") ? "signed" : tokens.group();
      if (ANNOTATIONS.contains(token)) {
        continue;
      }
      if (token.equals("*")) {
        pointers.append('*');
      } else if (pointers.length() > 0) {
        // Only const can follow a star.
        pointers.append(token).append(' ');
      } else {
        words.add(token);
      }
    }
    boolean constant = words.removeIf("const"::equals);
    return base(words, behindPointer || pointers.length() > 0, depth)
        .map(base -> join(constant, base, pointers.toString().strip()));
  }

  /** {@code const} qualifies what the first star points to, not a typedef's own stars. */
  private static String join(boolean constant, String base, String pointers) {
    boolean isPointer = base.endsWith("*");
    String head = constant && !isPointer && !base.startsWith("const ") ? "const " + base : base;
    if (pointers.isEmpty()) {
      return isPointer ? base : constant ? base : head;
    }
    return head + (isPointer ? "" : " ") + (constant && isPointer ? "const " : "") + pointers;
  }

  private Optional<String> base(List<String> words, boolean behindPointer, int depth) {
    if (words.isEmpty() || depth > DEEPEST) {
      return Optional.empty();
    }
    String first = words.get(0);
    if (first.equals("enum")) {
      return Optional.of("int");
    }
    if (first.equals("struct") || first.equals("union")) {
      // A third word is an attribute that a macro stands for.
      return words.size() > 1
          ? Optional.of(first + " " + words.get(1))
          : Optional.of("void").filter(nameless -> behindPointer);
    }
    if (KEYWORDS.containsAll(words)) {
      return Optional.of(String.join(" ", words));
    }
    return words.size() == 1
        ? typedef(first).flatMap(meaning -> plain(meaning, behindPointer, depth + 1))
        : Optional.empty();
  }

  private Optional<String> typedef(String name) {
    for (String header : headers) {
      String meaning = typedefs(header).get(name);
      if (meaning != null) {
        return Optional.of(meaning);
      }
    }
    if (furtherHeaders == null) {
      furtherHeaders = new LinkedHashMap<>();
      for (String folder : List.of("include/uapi/linux", "include/linux")) {
        headersIn(folder).forEach(header -> furtherHeaders.put(header, tree.read(header)));
      }
    }
    for (Map.Entry<String, String> header : furtherHeaders.entrySet()) {
      // Most of them do not even have the word.
      if (header.getValue().contains(name) && typedefs(header.getKey()).containsKey(name)) {
        return Optional.of(typedefs(header.getKey()).get(name));
      }
    }
    return Optional.empty();
  }

  private List<String> headersIn(String folder) {
    Path headers = tree.root().resolve(folder);
    if (!Files.isDirectory(headers)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(headers)) {
      return files
          .map(file -> folder + "/" + file.getFileName())
          .filter(file -> file.endsWith(".h"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw KernelTree.unreadable(folder, e);
    }
  }

  private Map<String, String> typedefs(String header) {
    return typedefsByHeader.computeIfAbsent(header, this::readTypedefs);
  }

  private Map<String, String> readTypedefs(String header) {
    CSource source = CSource.of(tree.read(header), symbols);
    Map<String, String> found = new HashMap<>();
    Map<String, Integer> doubts = new HashMap<>();
    Matcher typedef = TYPEDEF.matcher(withoutBodies(source.text()));
    while (typedef.find()) {
      int doubt = source.branchesNotTaken(typedef.start());
      String name = typedef.group(2);
      if (doubt < doubts.getOrDefault(name, Integer.MAX_VALUE)) {
        doubts.put(name, doubt);
        found.put(name, typedef.group(1).strip());
      }
    }
    return found;
  }

  /** The text with everything between braces blanked, so that offsets stay the same. */
  private static String withoutBodies(String text) {
    StringBuilder out = new StringBuilder(text);
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : 0;
      if (depth > 0) {
        out.setCharAt(i, ' ');
      }
      depth -= c == '}' && depth > 0 ? 1 : 0;
    }
    return out.toString();
  }
}
