package org.distroc.builder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/**
 * Thrown when distroc's computed configuration differs from that of {@code make olddefconfig}. The
 * difference is remembered: a second attempt at the same build runs olddefconfig and uses what it
 * writes.
 */
public final class ConfigMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 5;

  private final transient Diagnostic warning;

  ConfigMismatchException(String computed, String answer) {
    super(null, null, false, false);
    warning =
        Diagnostic.warning(
                Code.D2051, "distroc's computed configuration differs from `make olddefconfig`")
            .why("distroc computed:\n" + only(computed, answer))
            .why("olddefconfig writes:\n" + only(answer, computed))
            .help("no action needed: rebuilding with the kernel's configuration")
            .help("please report this: the two should always agree");
  }

  /** The warning for the user. */
  public Diagnostic warning() {
    return warning;
  }

  /** What a configuration from elsewhere has instead of distroc's own lines. */
  static String difference(byte[] computed, byte[] other) {
    String own = new String(computed, StandardCharsets.UTF_8);
    String theirs = new String(other, StandardCharsets.UTF_8);
    return "it has other values than distroc computed:\n" + only(theirs, own);
  }

  /** The first lines that are missing in the other text. */
  private static String only(String one, String other) {
    List<String> others = other.lines().toList();
    List<String> lines = one.lines().filter(line -> !others.contains(line)).toList();
    return lines.isEmpty()
        ? "the same lines in another order"
        : lines.stream().limit(SHOWN).collect(Collectors.joining("\n"))
            + (lines.size() > SHOWN ? "\n…" : "");
  }
}
