package org.distroc.recipe.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.distroc.recipe.Recipes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Random changes of random recipes. What a recipe means is read by the YAML library alone, and
 * lines that are not of a changed option have to be the same bytes, in the same order.
 */
class RandomEditsTest {
  private static final List<String> VALUES =
      List.of("y", "n", "m", "12", "0x10", "a b", "-x", "it's", "yes", "", "#", "\\", "\"", "é{}");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void onlyWhatIsChangedChanges(long seed) {
    Random random = new Random(seed);
    int edited = 0;
    for (int round = 0; round < 400; round++) {
      Shape shape = new Shape(random);
      String before = shape.text();
      List<OptionEdit> edits = edits(random, shape.options);
      String context = "seed " + seed + " round " + round + "\n" + before + "\n" + edits;
      String after = RecipeEditor.open(Recipes.write(folder, before), "distro.yaml").edit(edits);
      assertEquals(expected(before, edits), load(after), context + "\n" + after);
      Set<String> names = new TreeSet<>();
      edits.forEach(edit -> names.add(edit.name()));
      assertEquals(
          String.join("\n", untouched(before, names)),
          String.join("\n", untouched(after, names)),
          context);
      assertEquals(before.contains("\r"), after.contains("\r"), context);
      assertEquals(before.endsWith("\n"), after.endsWith("\n"), context);
      edited += after.equals(before) ? 0 : 1;
    }
    assertTrue(edited > 300, "changes were made: " + edited);
  }

  private static List<OptionEdit> edits(Random random, Map<String, String> options) {
    List<String> names = new ArrayList<>(options.keySet());
    names.addAll(List.of("NEW_ONE", "NEW_TWO", "64BIT", "NO"));
    Map<String, OptionEdit> edits = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String name = names.get(random.nextInt(names.size()));
      edits.put(
          name,
          random.nextInt(3) == 0
              ? OptionEdit.remove(name)
              : OptionEdit.set(name, VALUES.get(random.nextInt(VALUES.size()))));
    }
    return List.copyOf(edits.values());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> expected(String before, List<OptionEdit> edits) {
    Map<String, Object> recipe = load(before);
    Map<String, Object> options =
        (Map<String, Object>) ((Map<String, Object>) recipe.get("kernel")).get("options");
    for (OptionEdit edit : edits) {
      edit.value()
          .ifPresentOrElse(v -> options.put(edit.name(), v), () -> options.remove(edit.name()));
    }
    return recipe;
  }

  /** With options, if only none, and their values as texts. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> load(String text) {
    Map<String, Object> recipe =
        (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
    Map<String, Object> kernel = (Map<String, Object>) recipe.get("kernel");
    Map<String, Object> options = new LinkedHashMap<>();
    if (kernel.get("options") instanceof Map<?, ?> there) {
      there.forEach((name, value) -> options.put((String) name, String.valueOf(value)));
    }
    kernel.put("options", options);
    return recipe;
  }

  /** Lines without those of changed options; a map in braces may have a comma more or less. */
  private static List<String> untouched(String text, Set<String> names) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("(?<=\n)")) {
      boolean touched =
          line.matches("(?s)\\s*options:.*")
              || line.contains("kernel: {")
              || line.strip().equals("}")
              || names.stream().anyMatch(n -> line.matches("(?s)\\s*[\"']?" + n + "[\"']?:.*"));
      if (!touched) {
        lines.add(line.stripTrailing().replaceFirst("(?<=[a-z0-9'\"]),(?= #|$)", ""));
      }
    }
    return lines;
  }

  /** A recipe of a random shape. */
  private static final class Shape {
    private final Random random;
    private final int step;
    final Map<String, String> options = new LinkedHashMap<>();

    Shape(Random random) {
      this.random = random;
      this.step = 1 + random.nextInt(4);
      int count = random.nextInt(5);
      for (int i = 0; i < count; i++) {
        options.put("OLD_" + (char) ('A' + i), VALUES.get(random.nextInt(VALUES.size())));
      }
    }

    String text() {
      List<String> lines = new ArrayList<>(List.of("# A comment.", "distro: v1"));
      List<String> rest = new ArrayList<>(List.of("name: a # é漢", "", "image: {formats: [iso]}"));
      if (random.nextBoolean()) {
        lines.addAll(rest);
        rest.clear();
      }
      lines.addAll(kernel());
      lines.addAll(rest);
      String lineBreak = random.nextInt(3) == 0 ? "\r\n" : "\n";
      return String.join(lineBreak, lines) + (random.nextInt(3) == 0 ? "" : lineBreak);
    }

    private List<String> kernel() {
      String in = " ".repeat(step);
      if (random.nextInt(6) == 0) {
        return List.of("kernel: {source: {debian: x}, options: " + inline() + "} # all of it");
      }
      List<String> lines = new ArrayList<>(List.of("kernel:", in + "# within", in + "base: x"));
      List<String> options = new ArrayList<>();
      switch (random.nextInt(4)) {
        case 0 -> options.add(in + "options: " + inline() + comment());
        case 1 -> options.addAll(braces(in));
        default -> options.addAll(block(in));
      }
      List<String> others = List.of(in + "cmdline:", in + "- 'a b'", "", "  # between");
      if (random.nextBoolean()) {
        lines.addAll(others);
        lines.addAll(options);
      } else {
        lines.addAll(options);
        lines.addAll(others);
      }
      return lines;
    }

    private List<String> block(String in) {
      List<String> lines = new ArrayList<>();
      if (options.isEmpty()) {
        return random.nextBoolean() ? lines : List.of(in + "options:" + comment());
      }
      lines.add(in + "options:" + comment());
      String deep = in + " ".repeat(1 + random.nextInt(4));
      options.forEach(
          (name, value) -> {
            if (random.nextInt(4) == 0) {
              lines.addAll(List.of(deep + "# about " + name, ""));
            }
            String space = " ".repeat(1 + random.nextInt(3));
            lines.add(deep + name + ":" + space + spell(value) + comment());
          });
      return lines;
    }

    private List<String> braces(String in) {
      List<String> lines = new ArrayList<>(List.of(in + "options: {" + comment()));
      List<String> names = new ArrayList<>(options.keySet());
      boolean trailing = random.nextBoolean();
      for (int i = 0; i < names.size(); i++) {
        String comma = i + 1 < names.size() || trailing ? "," : "";
        String value = spell(options.get(names.get(i)));
        lines.add(in + " " + names.get(i) + ": " + value + comma + comment());
      }
      lines.add(in + "}");
      return lines;
    }

    private String inline() {
      List<String> parts = new ArrayList<>();
      options.forEach((name, value) -> parts.add(name + ": " + spell(value)));
      String space = random.nextBoolean() ? " " : "";
      return "{" + space + String.join(", ", parts) + space + "}";
    }

    private String spell(String value) {
      return switch (random.nextInt(3)) {
        case 0 -> "'" + value.replace("'", "''") + "'";
        case 1 -> "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        default -> ScalarSpelling.of(value);
      };
    }

    private String comment() {
      return random.nextInt(3) == 0 ? " # so: {it, is}" : "";
    }
  }
}
