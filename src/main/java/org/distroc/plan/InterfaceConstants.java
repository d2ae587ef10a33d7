package org.distroc.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.arch.SyscallAbi;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.kernel.KernelTree;

/**
 * Numbers of the interface between a kernel and its programs, such as {@code SIGCHLD}, read from
 * the headers of its source. Some differ from one architecture to the next.
 */
public final class InterfaceConstants {
  private static final Pattern DEFINITION =
      Pattern.compile(
          "(?m)^(?:[ \\t]*#[ \\t]*define[ \\t]+|[ \\t]+)([A-Z_]\\w*)[ \\t]*[ \\t=][ \\t]*"
              + "(0[xX][0-9a-fA-F]{1,8}|[0-9]{1,10})(?![\\w.])");

  private final KernelTree tree;
  private final SyscallAbi abi;
  private final Map<String, Map<String, Constant>> headers = new HashMap<>();

  /** Those of an architecture. */
  public InterfaceConstants(KernelTree tree, SyscallAbi abi) {
    this.tree = tree;
    this.abi = abi;
  }

  /**
   * A constant.
   *
   * @param value a number as C writes it
   * @param file where it is defined
   */
  public record Constant(String name, String value, String file, int line) {}

  /**
   * The constant of a name.
   *
   * @param header the C header for programs that has it, such as {@code signal.h}
   * @throws Failure D2012 if the tree does not define it as a number
   */
  public Constant find(String header, String name) {
    return files(header).stream()
        .map(file -> headers.computeIfAbsent(file, this::read).get(name))
        .filter(constant -> constant != null)
        .findFirst()
        .orElseThrow(() -> new Failure(missing(header, name)));
  }

  /** The architecture's own come first: they replace the general ones, in whole or in part. */
  private List<String> files(String header) {
    String base = header.substring(0, header.indexOf('.'));
    return List.of(
        abi.folder() + "/include/uapi/asm/" + header,
        abi.folder() + "/include/asm/" + header,
        "include/uapi/asm-generic/" + header,
        "include/uapi/asm-generic/" + base + "-defs.h",
        // Numbers that programs know from the C library only.
        "include/linux/" + (header.equals("socket.h") ? "net.h" : header));
  }

  private Map<String, Constant> read(String file) {
    Map<String, Constant> constants = new HashMap<>();
    if (!tree.has(file)) {
      return constants;
    }
    String text = tree.read(file);
    Matcher match = DEFINITION.matcher(text);
    int line = 1;
    int counted = 0;
    while (match.find()) {
      line += (int) text.substring(counted, match.start()).chars().filter(c -> c == '\n').count();
      counted = match.start();
      constants.putIfAbsent(
          match.group(1), new Constant(match.group(1), match.group(2), file, line));
    }
    return constants;
  }

  private Diagnostic missing(String header, String name) {
    Optional<String> file = files(header).stream().filter(tree::has).findFirst();
    return Diagnostic.error(
            Code.D2012, "this kernel tree does not define `" + name + "` for " + abi.architecture())
        .why(
            file.map(f -> "`" + f + "` does not have it as a number")
                .orElse("it has none of " + String.join(", ", files(header))))
        .help("use a kernel that has it, such as Debian's linux-source-6.1");
  }
}
