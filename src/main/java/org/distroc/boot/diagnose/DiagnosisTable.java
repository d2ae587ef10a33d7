package org.distroc.boot.diagnose;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.boot.KernelNumbers;
import org.distroc.boot.test.BootExplanation;

/**
 * What is known about boots that fail: rows of a text file, each with a pattern for the console,
 * conditions, and a sentence. Who knows one more row adds it to {@code diagnoses.txt}; no code
 * changes.
 *
 * <p>The facts that conditions can ask for, each absent when it is not known:
 *
 * <ul>
 *   <li>{@code medium}: the format that was booted, such as kernel; {@code initramfs}: given, none
 *   <li>{@code display}: vga, serial; {@code accelerator}: kvm, tcg; {@code kvm}: unusable, if TCG
 *       was taken instead of it, and {@code kvm.fault}: why, in words
 *   <li>{@code console}: silent, spoke; {@code keyboard}: unread
 *   <li>{@code panicked}: yes, no; {@code ending}: timeout, poweroff, reset, qemu_died
 *   <li>{@code option.NAME}: a kernel option as it was built, n if it is off; {@code options}:
 *       known, if they are
 *   <li>{@code console.on}: vga, serial or other, what the last {@code console=} of the kernel's
 *       command line names, and {@code console.device} itself; {@code cmdline.quiet}: yes; {@code
 *       rdinit}: elsewhere, if that is to start another file than /init, {@code rdinit.file}
 *   <li>{@code init}: present, absent; {@code init.libc}: none, nolibc, static; {@code init.kind}:
 *       static, dynamic, script, other; {@code init.interpreter}: what starts it; {@code
 *       init.bits}: 64, 32; {@code init.machine}, {@code kernel.machine}: x86-64 for example
 *   <li>{@code qemu.memory}, {@code qemu.cpu}: as the recipe has them, memory in MB; {@code
 *       need.memory}: about how much the kernel and its initramfs take, in MB
 *   <li>{@code cpu}: idle, kernel, early, user, firmware, what the processor did when the time was
 *       over, or at the end of a second boot; {@code cpu.address}: the address of its instruction
 *   <li>after a second boot with everything printed: {@code again}: silent, spoke; {@code cpu.at}:
 *       where the processor was, in words; {@code fault}: triple
 * </ul>
 */
public final class DiagnosisTable {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([\\w.]+)(?::(\\w+))?\\}");

  private static final String OTHERWISE = "otherwise";

  private final List<Row> rows;

  private DiagnosisTable(List<Row> rows) {
    this.rows = rows;
  }

  /**
   * One row.
   *
   * @param id group and name
   * @param console what the console must contain; absent if the facts suffice
   * @param when the conditions on the facts
   * @param title a few words
   * @param says the sentence, with placeholders
   * @param help what to do, with placeholders
   * @param about a key of the recipe
   * @param check the code of a finding about init that tells more
   * @param aside whether it is worth knowing, but not why the guest failed
   */
  record Row(
      String id,
      Optional<Pattern> console,
      List<Condition> when,
      String title,
      String says,
      List<String> help,
      String about,
      String check,
      boolean aside) {}

  /** How a fact relates to a value. */
  enum Relation {
    EQUAL,
    OTHER,
    LESS;

    static Relation of(String sign) {
      return sign.equals("=") ? EQUAL : sign.equals("<") ? LESS : OTHER;
    }
  }

  /** A fact that must have a value, must not have it, or must be a smaller number than another. */
  record Condition(String fact, Relation relation, String value) {
    boolean holds(Map<String, String> facts) {
      String is = facts.getOrDefault(fact, absent(facts));
      return switch (relation) {
        case EQUAL -> value.equals(is);
        case OTHER -> !value.equals(is);
        case LESS -> {
          String than = facts.getOrDefault(value, value);
          boolean numbers = is != null && is.matches("\\d{1,9}") && than.matches("\\d{1,9}");
          yield numbers && Integer.parseInt(is) < Integer.parseInt(than);
        }
      };
    }

    /** An option that a known configuration does not mention is off. */
    private String absent(Map<String, String> facts) {
      return fact.startsWith("option.") && facts.containsKey("options") ? "n" : null;
    }
  }

  /** The table that comes with distroc. */
  static DiagnosisTable shipped() {
    try (InputStream in = DiagnosisTable.class.getResourceAsStream("diagnoses.txt")) {
      return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A table from its text; an exception tells of a row that is not well formed. */
  static DiagnosisTable read(BufferedReader in) {
    return new DiagnosisTable(DiagnosisReader.rows(in.lines().toList()));
  }

  /** All rows, in order. */
  List<Row> rows() {
    return rows;
  }

  /**
   * What the console and the facts mean; empty when no row knows.
   *
   * @param console the consoles' text, without escape sequences
   */
  List<BootExplanation> explain(String console, Map<String, String> facts) {
    List<BootExplanation> found = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    for (Row row : rows) {
      String group = row.id().substring(0, row.id().indexOf('/'));
      if (groups.contains(group) || !row.when().stream().allMatch(c -> c.holds(facts))) {
        continue;
      }
      if (group.equals(OTHERWISE) && !found.isEmpty()) {
        break;
      }
      Optional<Matcher> match = row.console().map(p -> p.matcher(console)).filter(Matcher::find);
      if (match.isPresent() || row.console().isEmpty()) {
        groups.add(group);
        found.add(explanation(row, match, facts));
      }
    }
    return found;
  }

  private static BootExplanation explanation(
      Row row, Optional<Matcher> match, Map<String, String> facts) {
    return new BootExplanation(
        row.id(),
        filled(row.title(), match, facts),
        filled(row.says(), match, facts),
        row.help().stream().map(help -> filled(help, match, facts)).toList(),
        row.about(),
        row.check(),
        row.aside());
  }

  /** With a group of the console's pattern, or else a fact, for each placeholder. */
  private static String filled(String text, Optional<Matcher> match, Map<String, String> facts) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(p -> Matcher.quoteReplacement(word(match, facts, p)));
  }

  private static String word(
      Optional<Matcher> console, Map<String, String> facts, MatchResult placeholder) {
    String name = placeholder.group(1);
    boolean fact = console.isEmpty() || !console.get().pattern().pattern().contains("?<" + name);
    String value = fact ? facts.getOrDefault(name, "?") : console.get().group(name);
    String kind = placeholder.group(2) == null ? "" : placeholder.group(2);
    return switch (kind) {
      case "wait" -> KernelNumbers.waitStatus(value);
      case "errno" -> KernelNumbers.error(value);
      case "features" -> KernelNumbers.features(value);
      case "upper" -> value.toUpperCase(Locale.ROOT);
      default -> value;
    };
  }
}
