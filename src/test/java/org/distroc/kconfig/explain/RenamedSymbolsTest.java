package org.distroc.kconfig.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Options that were added, removed or renamed. */
class RenamedSymbolsTest {
  private static final Path TABLE = Path.of("src/main/resources" + RenamedSymbols.TABLE);
  private static final String HEADER =
      """
      # The options that Linux 6.1 and 6.12 do not have in common: the name in 6.1 and the one in
      # 6.12, `-` where there is none. Two names belong together when the options have the same type
      # and the same prompt of some words, and no other new option has. Computed from the Kconfig
      # files of both; see HistoryTest.
      """;

  private static final Pattern ENTRY = Pattern.compile("^\\s*(?:menu)?config\\s+(\\w+)\\s*$");
  private static final Pattern PROMPT =
      Pattern.compile("^\\s+(bool|tristate|int|hex|string)\\s+[\"'](.+)[\"'](?:\\s+if\\s.*)?\\s*$");

  @Test
  void aNameIsKnownInBothDirections() {
    RenamedSymbols history = new RenamedSymbols();
    assertEquals("MITIGATION_RETPOLINE", history.otherName("RETPOLINE").orElseThrow());
    assertEquals("RETPOLINE", history.otherName("MITIGATION_RETPOLINE").orElseThrow());
    assertEquals(
        "renamed to MITIGATION_RETPOLINE between Linux 6.1 and 6.12",
        history.of("RETPOLINE").orElseThrow().text());
    assertEquals(
        "called RETPOLINE in Linux 6.1", history.of("MITIGATION_RETPOLINE").orElseThrow().text());
    assertEquals("removed between Linux 6.1 and 6.12", history.of("SLAB").orElseThrow().text());
    assertEquals(
        "added between Linux 6.1 and 6.12", history.of("BCACHEFS_FS").orElseThrow().text());
    for (String known : List.of("NET", "-", "#", "NO_SUCH_OPTION")) {
      assertTrue(history.of(known).isEmpty() && history.otherName(known).isEmpty(), known);
    }
  }

  /** Needs {@code distroc.kernel.trees}: those of 6.1 and 6.12, separated by a colon. */
  @Tag("kernel")
  @Test
  void theTableMatchesTheTrees() throws IOException {
    String[] trees = System.getProperty("distroc.kernel.trees", "").split(":");
    assertEquals(2, trees.length, "this test needs the system property distroc.kernel.trees");
    Map<String, String> before = options(Path.of(trees[0]));
    Map<String, String> after = options(Path.of(trees[1]));
    assertTrue(before.size() > 15_000 && after.size() > 15_000, "too few options");
    String computed = HEADER + table(before, after);
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(TABLE, computed);
    }
    Set<String> differing = new TreeSet<>(computed.lines().toList());
    List<String> stored = Files.readAllLines(TABLE);
    stored.stream().filter(l -> !differing.remove(l)).toList().forEach(differing::add);
    // Fixes that are brought back to an old version sometimes come with an option.
    assertTrue(differing.size() <= 60, () -> "write it anew: " + differing);
  }

  private static String table(Map<String, String> before, Map<String, String> after) {
    Map<String, String> gone = new TreeMap<>(before);
    gone.keySet().removeAll(after.keySet());
    Map<String, String> come = new TreeMap<>(after);
    come.keySet().removeAll(before.keySet());
    Map<String, List<String>> byPrompt =
        come.keySet().stream().collect(Collectors.groupingBy(come::get));
    TreeSet<String> lines = new TreeSet<>();
    for (Map.Entry<String, String> old : gone.entrySet()) {
      List<String> same =
          saysEnough(old.getValue()) ? byPrompt.getOrDefault(old.getValue(), List.of()) : List.of();
      lines.add(old.getKey() + " " + (same.size() == 1 ? same.get(0) : "-"));
      if (same.size() == 1) {
        come.remove(same.get(0));
      }
    }
    come.keySet().forEach(name -> lines.add("- " + name));
    return String.join("\n", lines) + "\n";
  }

  /** A prompt of one word, such as a compression's name, is that of many options. */
  private static boolean saysEnough(String typeAndPrompt) {
    return typeAndPrompt.split(" ").length > 2;
  }

  /** Type and prompt of each option of a source, whatever the architecture; empty without one. */
  private static Map<String, String> options(Path tree) throws IOException {
    Map<String, String> options = new HashMap<>();
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(f -> isKconfig(tree.relativize(f))).sorted().toList()) {
        read(Files.readString(file, StandardCharsets.ISO_8859_1), options);
      }
    }
    return options;
  }

  private static boolean isKconfig(Path file) {
    return file.getFileName().toString().startsWith("Kconfig")
        && !file.startsWith("scripts/kconfig")
        && !file.startsWith("Documentation")
        && !file.startsWith("tools");
  }

  private static void read(String text, Map<String, String> options) {
    String current = "";
    for (String line : text.split("\n")) {
      Matcher entry = ENTRY.matcher(line);
      Matcher prompt = PROMPT.matcher(line);
      if (entry.find()) {
        current = entry.group(1);
        options.putIfAbsent(current, "");
      } else if (prompt.find() && !current.isEmpty()) {
        options.merge(
            current, prompt.group(1) + " " + prompt.group(2), (a, b) -> a.isEmpty() ? b : a);
      }
    }
  }
}
