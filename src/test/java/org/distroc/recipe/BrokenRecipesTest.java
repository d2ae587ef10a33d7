package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.diag.Span;
import org.distroc.diag.TextRenderer;
import org.distroc.recipe.edit.StarterRecipe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks good recipes at random, with a fixed seed: whatever comes out is a recipe or has errors
 * with places, within a second.
 */
public class BrokenRecipesTest {
  private static final int WANTED = 400;
  private static final String[] JUNK = {
    "",
    "~",
    "true",
    "-1",
    "1e999",
    "[]",
    "{}",
    "[[]]",
    "{a: b}",
    "\"",
    "'",
    "*x",
    "&x y",
    "!!int 3",
    "|",
    ">-",
    "- a",
    "a: b: c",
    "#",
    "@",
    "%",
    "\u202E",
    "\uD83D\uDC27",
    "${X}",
    "$(id)",
    "<<: 1",
    "99999999999999999999",
    "0x10",
    "\"\\0\"",
    "\"\\u2028\"",
    "? a",
    ":",
    ",",
    "[",
    "}",
    "---",
    "...",
  };

  @TempDir Path folder;

  @BeforeAll
  static void loadEverything(@TempDir Path folder) {
    Recipes.messages(folder, Recipes.LEAST + "unknown: 1\n");
  }

  @Test
  void everyBrokenRecipeHasAnErrorWithItsPlace() throws IOException {
    List<String> good = good();
    Random random = new Random(20261123);
    int broken = 0;
    long slowest = 0;
    for (int i = 0; broken < WANTED; i++) {
      assertTrue(i < 20 * WANTED, "mutations break recipes: " + broken + " of " + i);
      byte[] bytes = good.get(i % good.size()).getBytes(StandardCharsets.UTF_8);
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes = mutated(bytes, random);
      }
      Path file = Recipes.write(folder, bytes);
      long start = Recipes.processorTime();
      boolean isBroken = isBroken(file, bytes);
      slowest = Math.max(slowest, Recipes.processorTime() - start);
      broken += isBroken ? 1 : 0;
    }
    assertTrue(slowest < 1_000_000_000L, "each under a second: " + slowest / 1_000_000 + " ms");
  }

  /** Some recipes that are broken, always the same ones. */
  public static List<byte[]> broken(int wanted, Path folder) throws IOException {
    List<String> good = good();
    Random random = new Random(20261124);
    List<byte[]> broken = new ArrayList<>();
    for (int i = 0; broken.size() < wanted; i++) {
      byte[] bytes = good.get(i % good.size()).getBytes(StandardCharsets.UTF_8);
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes = mutated(bytes, random);
      }
      if (isBroken(Recipes.write(folder, bytes), bytes)) {
        broken.add(bytes);
      }
    }
    return broken;
  }

  private static List<String> good() throws IOException {
    List<String> good = new ArrayList<>(List.of(Recipes.RICH, Recipes.LEAST));
    good.add(StarterRecipe.text("starter"));
    Path shipped = Path.of("recipes");
    if (Files.isDirectory(shipped)) {
      try (Stream<Path> files = Files.list(shipped)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
          // One for several architectures has to be given a choice.
          String text = Files.readString(file);
          if (!text.contains("\narchitecture: [")) {
            good.add(text);
          }
        }
      }
    }
    return good;
  }

  private static boolean isBroken(Path file, byte[] bytes) {
    try {
      RecipeReader.read(file, "distro.yaml");
      return false;
    } catch (Failure failure) {
      String shown = new String(bytes, StandardCharsets.UTF_8);
      assertFalse(failure.diagnostics().isEmpty(), shown);
      failure.diagnostics().forEach(d -> check(d, shown));
      assertTrue(
          failure.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR), shown);
      return true;
    } catch (RuntimeException | StackOverflowError bug) {
      throw new AssertionError(
          "a bug on " + Arrays.toString(bytes) + "\n" + new String(bytes, StandardCharsets.UTF_8),
          bug);
    }
  }

  private static void check(Diagnostic diagnostic, String text) {
    Span span = diagnostic.at().orElseThrow(() -> new AssertionError(diagnostic + "\n" + text));
    int points = span.text().codePointCount(0, span.text().length());
    assertTrue(span.column() - 1 + span.width() <= points, diagnostic + "\n" + text);
    assertFalse(diagnostic.reasons().isEmpty() && diagnostic.remedies().isEmpty(), text);
    assertFalse(diagnostic.reasons().contains(""), diagnostic.toString());
    String rendered = new TextRenderer(false).render(diagnostic);
    rendered.lines().forEach(line -> assertEquals(TextRenderer.printable(line), line));
    assertFalse(rendered.contains("null"), rendered + "\n" + text);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> replaced(bytes, random, new byte[] {(byte) random.nextInt(256)}, 1);
      case 1 -> replaced(bytes, random, new byte[0], random.nextInt(20));
      case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 3 -> replaced(bytes, random, binary(random), 0);
      default -> lines(bytes, random);
    };
  }

  private static byte[] binary(Random random) {
    byte[] junk = new byte[random.nextInt(30)];
    random.nextBytes(junk);
    return junk;
  }

  private static byte[] replaced(byte[] bytes, Random random, byte[] by, int length) {
    int at = random.nextInt(bytes.length + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(by);
    int rest = Math.min(bytes.length, at + length);
    out.write(bytes, rest, bytes.length - rest);
    return out.toByteArray();
  }

  private static byte[] lines(byte[] bytes, Random random) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    int colon = line.indexOf(": ");
    String junk = JUNK[random.nextInt(JUNK.length)];
    switch (random.nextInt(8)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.set(at, " ".repeat(random.nextInt(6)) + line.strip());
      case 3 -> lines.set(at, line.replaceFirst("^ +", "\t"));
      case 4 -> lines.set(at, colon < 0 ? junk : line.substring(0, colon + 2) + junk);
      case 5 ->
          lines.set(at, colon < 1 ? junk : line.substring(0, colon - 1) + line.substring(colon));
      case 6 -> lines.add(at, line.replaceAll("[^ ].*", "") + "unknown: " + junk);
      default -> lines.add(random.nextInt(lines.size()), lines.remove(at));
    }
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }
}
