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
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.boot.Fact;
import org.distroc.boot.Facts;
import org.distroc.boot.KernelNumbers;
import org.distroc.boot.test.BootExplanation;

/**
 * The known ways for a boot to fail: rows of a text file, each with a pattern for the console,
 * conditions, and a sentence. A new one is a row in {@code diagnoses.txt}, without code.
 *
 * <p>Conditions ask for a {@link Fact} or, as {@code option.NAME}, for a kernel option as it was
 * built, {@code n} if it is off. A name or a value that cannot be is refused when the table loads.
 */
public final class DiagnosisTable {
  static final Pattern PLACEHOLDER = Pattern.compile("\\{([\\w.]+)(?::(\\w+))?\\}");

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
   * @param check the code of a check of init that has details
   * @param aside whether it is a side note and not the cause of the failure
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
    boolean holds(Facts facts) {
      Optional<String> is = facts.named(fact);
      return switch (relation) {
        case EQUAL -> is.equals(Optional.of(value));
        case OTHER -> !is.equals(Optional.of(value));
        case LESS -> {
          String than = facts.named(value).orElse(value);
          yield is.isPresent()
              && isNumber(is.get())
              && isNumber(than)
              && Integer.parseInt(is.get()) < Integer.parseInt(than);
        }
      };
    }

    private static boolean isNumber(String text) {
      return text.matches("\\d{1,9}");
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

  /** Reads a table; an {@link IllegalArgumentException} names the line of a malformed row. */
  static DiagnosisTable read(BufferedReader in) {
    return new DiagnosisTable(DiagnosisReader.rows(in.lines().toList()));
  }

  /** All rows, in order. */
  List<Row> rows() {
    return rows;
  }

  /**
   * The explanations for a console and facts; empty when no row matches.
   *
   * @param console the consoles' text, without escape sequences
   */
  List<BootExplanation> explain(String console, Facts facts) {
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

  private static BootExplanation explanation(Row row, Optional<Matcher> match, Facts facts) {
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
  private static String filled(String text, Optional<Matcher> match, Facts facts) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(p -> Matcher.quoteReplacement(word(match, facts, p)));
  }

  private static String word(Optional<Matcher> console, Facts facts, MatchResult placeholder) {
    String name = placeholder.group(1);
    boolean fact = console.isEmpty() || !console.get().pattern().pattern().contains("?<" + name);
    String value = fact ? facts.named(name).orElse("?") : console.get().group(name);
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
