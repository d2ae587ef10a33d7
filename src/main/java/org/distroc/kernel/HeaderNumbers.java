package org.distroc.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.arch.SyscallAbi;

/** Named numbers from the headers of a kernel tree, such as {@code #define ENOENT 2}. */
public final class HeaderNumbers {
  private static final List<String> ERRORS =
      List.of("include/uapi/asm-generic/errno-base.h", "include/uapi/asm-generic/errno.h");
  private static final Pattern DEFINE =
      Pattern.compile("(?m)^#\\s*define\\s+(\\w+)\\s+(\\d+)\\b[ \\t]*(?:/\\*\\s*(.*?)\\s*\\*/)?");

  private HeaderNumbers() {}

  /**
   * A name for a number.
   *
   * @param name as programs write it
   * @param comment what the header says about it; may be empty
   */
  public record Named(String name, String comment) {}

  /** The errors of system calls, by number. */
  public static Map<Integer, Named> errors(KernelTree tree) {
    Map<Integer, Named> errors = new LinkedHashMap<>();
    ERRORS.forEach(file -> errors.putAll(byNumber(tree, file, "E")));
    return errors;
  }

  /** The signals of an architecture, by number. */
  public static Map<Integer, Named> signals(KernelTree tree, SyscallAbi abi) {
    Map<Integer, Named> signals =
        byNumber(tree, abi.folder() + "/include/uapi/asm/signal.h", "SIG");
    signals.values().removeIf(named -> named.name().startsWith("SIGRT"));
    return signals;
  }

  /**
   * The numbers of a header by name; if a name is defined several times, the last definition wins.
   */
  public static Map<String, Integer> byName(KernelTree tree, String file) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    if (tree.has(file)) {
      Matcher define = DEFINE.matcher(tree.read(file));
      while (define.find()) {
        numbers.put(define.group(1), Integer.parseInt(define.group(2)));
      }
    }
    return numbers;
  }

  /** The names with a prefix in a header, by number; the first name of a number wins. */
  private static Map<Integer, Named> byNumber(KernelTree tree, String file, String prefix) {
    Map<Integer, Named> names = new LinkedHashMap<>();
    if (tree.has(file)) {
      Matcher define = DEFINE.matcher(tree.read(file));
      while (define.find()) {
        if (define.group(1).startsWith(prefix)) {
          String comment = define.group(3) == null ? "" : define.group(3);
          names.putIfAbsent(Integer.parseInt(define.group(2)), new Named(define.group(1), comment));
        }
      }
    }
    return names;
  }
}
