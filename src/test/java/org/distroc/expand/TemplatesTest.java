package org.distroc.expand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a template must not do: write unquoted text, run text as a template, reach Java, or reveal
 * time.
 */
class TemplatesTest {
  private static final List<String> FORBIDDEN =
      List.of(
          "?no_esc",
          "noautoesc",
          "noescape",
          "[#escape",
          "[#outputformat",
          "?eval",
          "?interpret",
          "?new",
          "?api",
          ".now",
          ".data_model",
          ".vars",
          "[#assign",
          "[#global",
          "?c_lower",
          "<#",
          "${",
          "#{");

  @Test
  void noTemplateIsCleverOrUnsafe() throws IOException {
    List<String> found = new ArrayList<>();
    int seen = 0;
    try (Stream<Path> files = Files.walk(Path.of("templates"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".ftl")).sorted().toList()) {
        seen++;
        found.addAll(flaws(file.toString(), Files.readString(file)));
      }
    }
    assertTrue(seen >= 10, seen + " templates");
    assertEquals(List.of(), found);
  }

  @Test
  void theLintFindsViolations() {
    assertEquals(1, flaws("x", "a [=name?no_esc] b").size());
    assertEquals(1, flaws("x", "\n[#noautoesc]").size());
    assertEquals(List.of(), flaws("x", "[=name] $(MAKE)"));
  }

  private static List<String> flaws(String name, String text) {
    List<String> found = new ArrayList<>();
    int line = 0;
    for (String words : text.split("\n")) {
      line++;
      for (String word : FORBIDDEN) {
        if (words.contains(word)) {
          found.add(name + ":" + line + ": " + word);
        }
      }
    }
    return found;
  }
}
