package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.TextRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every code of the recipe language has a page and an example: {@code codes/<CODE>/recipe.yaml}
 * next to what distroc prints about it, {@code expected.txt}. To update the latter:
 *
 * <pre>mvn -q test -Dtest=DiagnosticExamplesTest -Ddistroc.update=true</pre>
 */
class DiagnosticExamplesTest {
  private static final Path EXAMPLES = Path.of("src/test/resources/codes");
  private static final Path PAGES = Path.of("docs/codes");

  static Stream<Code> codes() {
    return Arrays.stream(Code.values()).filter(c -> isOfRecipes(c.name()));
  }

  /**
   * D1080 to D1089 are about locks, D1090 to D1099 about trust: only a build is held to them. D1043
   * to D1049 and D1054 to D1059 are about bases that are fetched.
   */
  private static boolean isOfRecipes(String code) {
    return code.startsWith("D1") && !code.matches("D10([89].|4[3-9]|5[4-9])");
  }

  @ParameterizedTest
  @MethodSource("codes")
  void printsTheExpectedDiagnostics(Code code, @TempDir Path folder) throws IOException {
    Path example = EXAMPLES.resolve(code.name());
    assertTrue(Files.isDirectory(example), code + " has no example: add " + example);
    copy(example, folder);
    prepare(code, folder.resolve("recipe.yaml"));
    List<Diagnostic> said = diagnostics(folder.resolve("recipe.yaml"));
    String text = new TextRenderer(false).render(said).replace(folder.toString(), "FOLDER");

    Path expected = example.resolve("expected.txt");
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(expected, text);
    }
    assertEquals(Files.readString(expected), text);
    assertTrue(said.stream().anyMatch(d -> d.code() == code), "the example is about " + code);
    said.forEach(d -> assertTrue(d.at().isPresent(), "a position: " + d));
    said.forEach(d -> assertFalse(d.remedies().isEmpty() && d.reasons().isEmpty(), "help: " + d));
  }

  @ParameterizedTest
  @MethodSource("codes")
  void hasAPage(Code code) throws IOException {
    Path page = PAGES.resolve(code.name() + ".md");
    assertTrue(Files.exists(page), code + " has no page: write " + page);
    String title =
        code.title().substring(0, 1).toUpperCase(Locale.ROOT) + code.title().substring(1);
    List<String> lines = Files.readAllLines(page);
    assertEquals("# " + code + ": " + title, lines.get(0));
    assertTrue(lines.contains("## What to do"), page + " says what to do");
    assertTrue(lines.contains("## Example"), page + " has an example");
    lines.forEach(l -> assertTrue(l.length() <= 90, "wraps in a terminal: " + l));
  }

  @Test
  void hasNoExampleWithoutACode() throws IOException {
    List<String> names = codes().map(Code::name).toList();
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      List<String> unknown =
          folders
              .map(f -> f.getFileName().toString())
              .filter(n -> isOfRecipes(n) && !names.contains(n))
              .toList();
      assertEquals(List.of(), unknown);
    }
  }

  private static List<Diagnostic> diagnostics(Path recipe) {
    List<Diagnostic> warnings = new ArrayList<>();
    try {
      RecipeReader.read(recipe, "recipe.yaml", warnings);
      return warnings;
    } catch (Failure failure) {
      return failure.diagnostics();
    }
  }

  /** Files that git cannot store. */
  private static void prepare(Code code, Path recipe) throws IOException {
    if (code == Code.D1003) {
      Files.createSymbolicLink(recipe, recipe);
    } else if (code == Code.D1004) {
      Files.writeString(recipe, "# a long comment\n".repeat(20_000));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.equals(from)).sorted().toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
