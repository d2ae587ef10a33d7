package org.distroc.kconfig.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.host.BoundedFiles;

/**
 * What differs between the {@code conf} programs of different kernels. It is read from the sources
 * of {@code conf} in the tree itself, so that a kernel between or after the ones known here is
 * treated as it treats itself.
 *
 * @param choicesAreSymbols a choice has a value of its own, may be a tristate, optional or named
 *     (before 6.11); otherwise its members alone have values, the one set last first
 * @param remembersExpressions the value of an expression is kept until something is set, which
 *     matters where options depend on each other in a cycle
 * @param numbersStartAtZero an int or hex without a default is 0, not empty
 * @param dropsOutOfRange a number that is out of range when a file is read counts as unset
 * @param exactIsNotSet {@code # CONFIG_X is not set} must end there
 * @param transitionalSymbols the word {@code transitional} marks an option that is only read (6.18)
 * @param conditionalDepends {@code depends on A if B} is accepted
 * @param buckets size of the hash table of symbols, which gives the order of evaluation
 */
public record Dialect(
    boolean choicesAreSymbols,
    boolean remembersExpressions,
    boolean numbersStartAtZero,
    boolean dropsOutOfRange,
    boolean exactIsNotSet,
    boolean transitionalSymbols,
    boolean conditionalDepends,
    int buckets) {

  /** As Linux 6.1 does. */
  static final Dialect LINUX_6_1 = new Dialect(true, false, false, true, false, false, false, 9973);

  /** As Linux 6.12 does. */
  static final Dialect LINUX_6_12 =
      new Dialect(false, true, true, false, true, false, false, 1 << 14);

  private static final Pattern BUCKETS =
      Pattern.compile(
          "#define\\s+SYMBOL_HASHSIZE\\s+(?:([1-9]\\d{0,6})|\\(1U?\\s*<<\\s*(1?\\d)\\))\\s");

  private static final Pattern CONDITIONAL_DEPENDS =
      Pattern.compile("T_DEPENDS\\s+T_ON\\s+expr\\s+if_expr");

  /** The dialect of a tree; that of 6.12 when it has no {@code scripts/kconfig}. */
  public static Dialect of(Path srctree) {
    Path folder = srctree.resolve("scripts/kconfig");
    String header = read(folder.resolve("expr.h")) + read(folder.resolve("internal.h"));
    if (header.isBlank()) {
      return LINUX_6_12;
    }
    String reader = read(folder.resolve("confdata.c"));
    Matcher size = BUCKETS.matcher(header);
    int buckets = LINUX_6_12.buckets;
    if (size.find()) {
      buckets =
          size.group(1) != null
              ? Integer.parseInt(size.group(1))
              : 1 << Integer.parseInt(size.group(2));
    }
    return new Dialect(
        !header.contains("choice_members"),
        header.contains("val_is_valid"),
        read(folder.resolve("symbol.c")).contains("newval.val = \"0x0\""),
        reader.contains("Reset a string value if it's out of range"),
        reader.contains("strcmp(p, \"is not set\")"),
        read(folder.resolve("lexer.l")).contains("\"transitional\""),
        CONDITIONAL_DEPENDS.matcher(read(folder.resolve("parser.y"))).find(),
        buckets);
  }

  private static String read(Path file) {
    try {
      return BoundedFiles.latin1(file, KconfigLimits.FILE_BYTES);
    } catch (IOException e) {
      return "";
    }
  }
}
