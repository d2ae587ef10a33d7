package org.distroc.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known about boots that fail: rows of a text file, each with a pattern for the console,
 * conditions, and a sentence. Who knows one more row adds it to {@code diagnoses.txt}; no code
 * changes.
 *
 * <p>The facts that conditions can ask for, each absent when it is not known:
 *
 * <ul>
 *   <li>{@code medium}: iso, kernel; {@code initramfs} beside a kernel: given, none
 *   <li>{@code display}: vga, serial, none; {@code accelerator}: kvm, tcg
 *   <li>{@code console}: silent, spoke; {@code keyboard}: unread
 *   <li>{@code panicked}: yes, no; {@code ending}: timeout, poweroff, reset
 *   <li>whatever else the caller knows of the recipe, {@code init.libc} for example
 * </ul>
 */
final class DiagnosisTable {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(?::(\\w+))?\\}");

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
   * @param says the sentence, with placeholders
   * @param help what to do, with placeholders
   * @param about a key of the recipe
   */
  record Row(
      String id,
      Optional<Pattern> console,
      List<Condition> when,
      String says,
      List<String> help,
      String about) {}

  /** A fact that must have a value, or must not have it. */
  record Condition(String fact, boolean equal, String value) {
    boolean holds(Map<String, String> facts) {
      return value.equals(facts.get(fact)) == equal;
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
  List<Explanation> explain(String console, Map<String, String> facts) {
    List<Explanation> found = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    for (Row row : rows) {
      String group = row.id().substring(0, row.id().indexOf('/'));
      if (groups.contains(group) || !row.when().stream().allMatch(c -> c.holds(facts))) {
        continue;
      }
      Optional<Matcher> match = row.console().map(p -> p.matcher(console)).filter(Matcher::find);
      if (match.isPresent() || row.console().isEmpty()) {
        groups.add(group);
        found.add(explanation(row, match));
      }
    }
    return found;
  }

  private static Explanation explanation(Row row, Optional<Matcher> match) {
    return new Explanation(
        row.id(),
        filled(row.says(), match),
        row.help().stream().map(help -> filled(help, match)).toList(),
        row.about());
  }

  private static String filled(String text, Optional<Matcher> match) {
    return match
        .map(m -> PLACEHOLDER.matcher(text).replaceAll(p -> Matcher.quoteReplacement(word(m, p))))
        .orElse(text);
  }

  private static String word(Matcher console, java.util.regex.MatchResult placeholder) {
    String value = console.group(placeholder.group(1));
    String kind = placeholder.group(2) == null ? "" : placeholder.group(2);
    return switch (kind) {
      case "wait" -> GuestNumbers.waitStatus(value);
      case "errno" -> GuestNumbers.error(value);
      default -> value;
    };
  }
}
