package org.distroc.boot.diagnose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.distroc.boot.Fact;

/** Reads the rows of a {@link DiagnosisTable}, whose text says itself how it is written. */
final class DiagnosisReader {
  private static final Set<String> KEYS =
      Set.of("id", "console", "when", "title", "says", "help", "about", "check", "level");

  /** A kernel option as a fact. */
  private static final Pattern OPTION = Pattern.compile("option\\.[A-Z0-9_]+");

  private static final Pattern CONDITION = Pattern.compile("\\s*([\\w.]+)(!?=|<)([\\w.-]+)\\s*");

  private final Map<String, List<Value>> row = new LinkedHashMap<>();

  private DiagnosisReader() {}

  /** A value, which can go on over several lines, and the number of its first line. */
  private record Value(int line, String text) {
    Value plus(String more) {
      return new Value(line, text + " " + more.strip());
    }

    IllegalArgumentException error(String message) {
      return DiagnosisReader.error(line, message);
    }
  }

  private static IllegalArgumentException error(int line, String message) {
    return new IllegalArgumentException("line " + line + ": " + message);
  }

  /** The rows; an {@link IllegalArgumentException} names the line that is wrong. */
  static List<DiagnosisTable.Row> rows(List<String> lines) {
    List<DiagnosisTable.Row> rows = new ArrayList<>();
    DiagnosisReader reader = new DiagnosisReader();
    List<Value> values = List.of();
    int number = 0;
    for (String line : lines) {
      number++;
      if (line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        reader.finish().ifPresent(rows::add);
        values = List.of();
      } else if (line.startsWith(" ") && !values.isEmpty()) {
        values.set(values.size() - 1, values.get(values.size() - 1).plus(line));
      } else {
        int colon = line.indexOf(':');
        if (colon < 0 || !KEYS.contains(line.substring(0, colon))) {
          throw error(number, "not a line of a diagnosis: " + line);
        }
        values = reader.row.computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>());
        values.add(new Value(number, line.substring(colon + 1).strip()));
      }
    }
    reader.finish().ifPresent(rows::add);
    return List.copyOf(rows);
  }

  /** The row that was read, if any; the next one starts empty. */
  private Optional<DiagnosisTable.Row> finish() {
    if (row.isEmpty()) {
      return Optional.empty();
    }
    Value first = row.values().iterator().next().get(0);
    if (!text("id").matches("[a-z-]+/[a-z0-9-]+") || !row.containsKey("title")) {
      throw first.error("a diagnosis needs `id: group/name`, `title` and `says`");
    }
    if (!row.containsKey("says")) {
      throw first.error("`" + text("id") + "` needs `says`");
    }
    Optional<Pattern> console = one("console").map(DiagnosisReader::pattern);
    for (String key : List.of("title", "says", "help")) {
      row.getOrDefault(key, List.of()).forEach(value -> checkPlaceholders(value, console));
    }
    DiagnosisTable.Row finished =
        new DiagnosisTable.Row(
            text("id"),
            console,
            one("when").map(DiagnosisReader::conditions).orElse(List.of()),
            text("title"),
            text("says"),
            row.getOrDefault("help", List.of()).stream().map(Value::text).toList(),
            text("about"),
            text("check"),
            text("level").equals("warning"));
    row.clear();
    return Optional.of(finished);
  }

  private Optional<Value> one(String key) {
    List<Value> values = row.getOrDefault(key, List.of());
    if (values.size() > 1) {
      throw values.get(1).error("`" + key + "` twice in a diagnosis");
    }
    return values.stream().findFirst();
  }

  private String text(String key) {
    return one(key).map(Value::text).orElse("");
  }

  private static Pattern pattern(Value console) {
    try {
      return Pattern.compile(console.text().replace(" ", "\\s+"));
    } catch (PatternSyntaxException e) {
      throw console.error(e.getMessage());
    }
  }

  /** Each placeholder is a group of the console's pattern, a fact, or a kernel option. */
  private static void checkPlaceholders(Value value, Optional<Pattern> console) {
    DiagnosisTable.PLACEHOLDER
        .matcher(value.text())
        .results()
        .map(placeholder -> placeholder.group(1))
        .filter(name -> console.isEmpty() || !console.get().pattern().contains("?<" + name + ">"))
        .filter(name -> !isFact(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw value.error("`{" + name + "}` is neither a group of `console` nor a fact");
            });
  }

  private static boolean isFact(String name) {
    return OPTION.matcher(name).matches() || Fact.of(name).isPresent();
  }

  private static List<DiagnosisTable.Condition> conditions(Value when) {
    List<DiagnosisTable.Condition> conditions = new ArrayList<>();
    for (String part : when.text().split(",")) {
      Matcher matcher = CONDITION.matcher(part);
      if (!matcher.matches()) {
        throw when.error("not a condition: " + part.strip());
      }
      DiagnosisTable.Condition condition =
          new DiagnosisTable.Condition(
              matcher.group(1), DiagnosisTable.Relation.of(matcher.group(2)), matcher.group(3));
      check(condition, when);
      conditions.add(condition);
    }
    return List.copyOf(conditions);
  }

  /** A fact that does not exist would equal nothing, and its row would never apply. */
  private static void check(DiagnosisTable.Condition condition, Value when) {
    if (!isFact(condition.fact())) {
      throw when.error("unknown fact `" + condition.fact() + "`");
    }
    boolean less = condition.relation() == DiagnosisTable.Relation.LESS;
    Optional<Fact> fact = Fact.of(condition.fact());
    if (less) {
      boolean number =
          condition.value().matches("\\d{1,9}")
              || Fact.of(condition.value()).filter(Fact::isNumber).isPresent();
      if (!number || fact.filter(Fact::isNumber).isEmpty()) {
        throw when.error(
            "`" + condition.fact() + "` and `" + condition.value() + "` are not both numbers");
      }
    } else if (fact.isPresent() && !fact.get().accepts(condition.value())) {
      throw when.error(
          "`"
              + condition.fact()
              + "` is never `"
              + condition.value()
              + "`, only one of "
              + new TreeSet<>(fact.get().words()));
    }
  }
}
