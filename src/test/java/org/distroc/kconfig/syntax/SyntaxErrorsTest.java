package org.distroc.kconfig.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Failure;
import org.distroc.diag.TextRenderer;
import org.distroc.kconfig.SmallTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Diagnostics for errors in Kconfig files: a file with small Kconfig files and the expected
 * messages. {@code -Ddistroc.update=true} regenerates them.
 */
class SyntaxErrorsTest {
  private static final Path CASES = Path.of("src/test/resources/kconfig/syntax-errors.txt");
  private static final String SAID = "--- gives\n";

  @TempDir Path folder;

  @Test
  void everyErrorHasItsPositionAndRemedy() throws IOException {
    List<String> rendered = new ArrayList<>();
    for (String one : Files.readString(CASES).split("(?m)^(?==== )")) {
      int start = one.indexOf('\n') + 1;
      int end = one.contains(SAID) ? one.indexOf(SAID) : one.length();
      String kconfig = one.substring(start, end);
      Path tree = Files.createDirectory(folder.resolve(String.valueOf(rendered.size())));
      rendered.add(one.substring(0, end) + SAID + said(tree, kconfig));
    }
    assertTrue(rendered.size() >= 40, "only " + rendered.size() + " cases");
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(CASES, String.join("", rendered));
    }
    assertEquals(Files.readString(CASES), String.join("", rendered));
  }

  private static String said(Path tree, String kconfig) {
    try {
      new SmallTree(tree).file("Kconfig", kconfig).load();
      return "nothing\n";
    } catch (Failure failure) {
      return new TextRenderer(false).render(failure.diagnostics()).stripTrailing() + "\n";
    }
  }
}
