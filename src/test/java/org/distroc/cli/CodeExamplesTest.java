package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every code has a page, and an example that the whole command line runs. An example is a folder
 * {@code src/test/resources/codes/<CODE>/}:
 *
 * <ul>
 *   <li>{@code steps}: lines of words for distroc, the last of which gives the code; a line {@code
 *       $ …} is for the shell, a line {@code NAME=value} sets a variable of the environment. All
 *       run in a folder beside a toy kernel; {@code FOLDER} stands for the folder of both, {@code
 *       PATH} for the host's own.
 *   <li>{@code expected.txt}: the exit code and what is said, written anew by {@code
 *       -Ddistroc.update=true}
 *   <li>{@code recipe.yaml} and other files, for the folder to work in
 * </ul>
 *
 * <p>What no recipe brings about in a test has a file {@code elsewhere} in place of these: the test
 * that does, as {@code Class#method}, and below it the reason. The codes of the recipe language
 * have their examples in {@code DiagnosticExamplesTest}.
 */
class CodeExamplesTest {
  private static final Path EXAMPLES = Path.of("src/test/resources/codes");
  private static final Path PAGES = Path.of("docs/codes");
  private static final Path TESTS = Path.of("src/test/java");

  @TempDir Path temporary;

  static Stream<Code> codes() {
    // What is wrong with the text of a recipe has a test of its own; locks are held to builds here.
    return Arrays.stream(Code.values())
        .filter(code -> !code.name().startsWith("D1") || code.name().startsWith("D108"));
  }

  static Stream<Code> codesWithSteps() {
    return codes().filter(code -> !Files.exists(example(code).resolve("elsewhere")));
  }

  static Stream<Code> codesElsewhere() {
    return codes().filter(code -> Files.exists(example(code).resolve("elsewhere")));
  }

  @ParameterizedTest
  @MethodSource("codesWithSteps")
  void theExampleGivesTheCode(Code code) throws IOException {
    Path example = example(code);
    assertTrue(Files.exists(example.resolve("steps")), code + " has no example: add " + example);
    Workplace place = new Workplace(temporary);
    place.kernel();
    copyInto(example, place);
    Run last = new Run(-1, "", "");
    for (String line : Files.readAllLines(example.resolve("steps"))) {
      String step = line.replace("FOLDER", place.folder.toString());
      if (step.startsWith("$ ")) {
        place.shell(step.substring(2));
      } else if (step.matches("[A-Z_]+=.*")) {
        String[] parts = step.split("=", 2);
        place.set(parts[0], parts[1].replace(":PATH", ":" + System.getenv("PATH")));
      } else if (!step.startsWith("#")) {
        last = place.run(step.split(" "));
      }
    }
    check(code, last, said(last, place));
  }

  private static void check(Code code, Run run, String said) throws IOException {
    assertFalse(run.all().contains("\tat "), run.all());
    Path expected = example(code).resolve("expected.txt");
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(expected, said);
    }
    assertTrue(Files.exists(expected), "write it with -Ddistroc.update=true: " + expected);
    assertEquals(Files.readString(expected), said);
    if (run.err().contains("error[" + code + "]")) {
      assertEquals(code.exit().number(), run.exit(), run.all());
    } else {
      assertTrue(run.err().contains("warning[" + code + "]"), run.all());
      assertEquals(0, run.exit(), run.all());
    }
  }

  /** Without what differs from one machine to the next. */
  private static String said(Run run, Workplace place) {
    String text =
        run.err()
            .replace(place.folder.toString(), "FOLDER")
            .replaceAll("Makefile:[0-9]+", "Makefile:LINE")
            .replaceAll("make -j[0-9]+", "make -jN")
            .replaceAll("objects/6\\.1\\.0-toy-[0-9a-f]{16}", "objects/OBJECTS")
            .replaceAll("[0-9a-f]{40,64}", "DIGEST")
            // As wide as the name of the folder.
            .replaceAll("\\^{60,}", "^^^");
    return "exit " + run.exit() + "\n\n" + text;
  }

  private static void copyInto(Path example, Workplace place) throws IOException {
    Workplace.copy(example, place.folder.resolve("example"));
    for (String name : List.of("steps", "expected.txt")) {
      Files.deleteIfExists(place.folder.resolve("example").resolve(name));
    }
    Workplace.copy(place.folder.resolve("example"), place.work);
    Path recipe = place.work.resolve("recipe.yaml");
    if (Files.exists(recipe)) {
      String text = Files.readString(recipe);
      Files.writeString(recipe, text.replace("FOLDER", place.folder.toString()));
    }
  }

  @ParameterizedTest
  @MethodSource("codesElsewhere")
  void theTestElsewhereIsThere(Code code) throws Exception {
    List<String> lines = Files.readAllLines(example(code).resolve("elsewhere"));
    String[] names = lines.get(0).split("#");
    assertTrue(String.join(" ", lines.subList(1, lines.size())).length() > 20, "the reason");
    Class<?> type = Class.forName(names[0]);
    List<String> methods = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      boolean isTest =
          method.isAnnotationPresent(Test.class)
              || method.isAnnotationPresent(ParameterizedTest.class);
      if (isTest) {
        methods.add(method.getName());
      }
    }
    assertTrue(methods.contains(names[1]), names[1] + " is none of " + methods);
    assertTrue(mentions(type, code), type + " says nothing of " + code);
  }

  /** The test itself, or a file of the folder of cases that it names, has the code. */
  private static boolean mentions(Class<?> type, Code code) throws IOException {
    Path source = TESTS.resolve(type.getName().replace('.', '/') + ".java");
    if (Files.readString(source).contains(code.name())) {
      return true;
    }
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/crash"))) {
      for (Path file : files.filter(f -> f.endsWith("crash.properties")).toList()) {
        if (Files.readString(file).contains(code.name())) {
          return type.getSimpleName().startsWith("Crashing");
        }
      }
    }
    return false;
  }

  @ParameterizedTest
  @MethodSource("codes")
  void hasAPage(Code code) throws IOException {
    Path page = PAGES.resolve(code + ".md");
    assertTrue(Files.exists(page), code + " has no page: write " + page);
    List<String> lines = Files.readAllLines(page);
    // Names of programs keep their small letter.
    assertEquals(
        ("# " + code + ": " + code.title()).toLowerCase(Locale.ROOT),
        lines.get(0).toLowerCase(Locale.ROOT));
    assertTrue(lines.contains("## What to do"), page + " says what to do");
    lines.stream()
        .filter(line -> !line.startsWith("    "))
        .forEach(line -> assertTrue(line.length() <= 100, "wraps in a terminal: " + line));
  }

  @Test
  void noExampleAndNoPageIsLeftOver() throws IOException {
    List<String> known = Arrays.stream(Code.values()).map(Code::name).toList();
    for (Path folder : List.of(EXAMPLES, PAGES)) {
      try (Stream<Path> files = Files.list(folder)) {
        List<String> names =
            files.map(file -> file.getFileName().toString().replace(".md", "")).toList();
        assertEquals(List.of(), names.stream().filter(n -> !known.contains(n)).toList());
        assertEquals(known.size(), names.size(), "in " + folder);
      }
    }
  }

  private static Path example(Code code) {
    return EXAMPLES.resolve(code.name());
  }
}
