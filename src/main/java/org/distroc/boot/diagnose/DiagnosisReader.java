package org.distroc.boot.diagnose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the rows of a {@link DiagnosisTable}, whose text says itself how it is written. */
final class DiagnosisReader {
  private static final Set<String> KEYS =
      Set.of("id", "console", "when", "title", "says", "help", "about", "check", "level");

  private static final Pattern CONDITION = Pattern.compile("\\s*([\\w.]+)(!?=|<)([\\w.-]+)\\s*");

  private DiagnosisReader() {}

  /** An {@link IllegalArgumentException} names the line that is not well formed. */
  static List<DiagnosisTable.Row> rows(List<String> lines) {
    List<DiagnosisTable.Row> rows = new ArrayList<>();
    Map<String, List<String>> row = new LinkedHashMap<>();
    List<String> values = List.of();
    for (String line : lines) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        addRow(rows, row);
        row.clear();
      } else if (line.startsWith(" ") && !values.isEmpty()) {
        values.set(values.size() - 1, values.get(values.size() - 1) + " " + line.strip());
      } else {
        int colon = line.indexOf(':');
        if (colon < 0 || !KEYS.contains(line.substring(0, colon))) {
          throw new IllegalArgumentException("not a line of a diagnosis: " + line);
        }
        values = row.computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>());
        values.add(line.substring(colon + 1).strip());
      }
    }
    addRow(rows, row);
    return List.copyOf(rows);
  }

  private static void addRow(List<DiagnosisTable.Row> rows, Map<String, List<String>> row) {
    if (row.isEmpty()) {
      return;
    }
    String id = one(row, "id").orElse("");
    Optional<String> title = one(row, "title");
    Optional<String> says = one(row, "says");
    if (!id.matches("[a-z-]+/[a-z0-9-]+") || title.isEmpty() || says.isEmpty()) {
      throw new IllegalArgumentException(
          "a diagnosis needs `id: group/name`, `title` and `says`: " + row);
    }
    rows.add(
        new DiagnosisTable.Row(
            id,
            one(row, "console").map(text -> Pattern.compile(text.replace(" ", "\\s+"))),
            one(row, "when").map(DiagnosisReader::conditions).orElse(List.of()),
            title.get(),
            says.get(),
            List.copyOf(row.getOrDefault("help", List.of())),
            one(row, "about").orElse(""),
            one(row, "check").orElse(""),
            one(row, "level").map("warning"::equals).orElse(false)));
  }

  private static Optional<String> one(Map<String, List<String>> row, String key) {
    List<String> values = row.getOrDefault(key, List.of());
    if (values.size() > 1) {
      throw new IllegalArgumentException("`" + key + "` twice in a diagnosis: " + row);
    }
    return values.stream().findFirst();
  }

  private static List<DiagnosisTable.Condition> conditions(String text) {
    List<DiagnosisTable.Condition> conditions = new ArrayList<>();
    for (String part : text.split(",")) {
      Matcher matcher = CONDITION.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a condition: " + part);
      }
      conditions.add(
          new DiagnosisTable.Condition(
              matcher.group(1), DiagnosisTable.Relation.of(matcher.group(2)), matcher.group(3)));
    }
    return List.copyOf(conditions);
  }
}
