package org.distroc.recipe.layers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.distroc.diag.Failure;
import org.distroc.diag.TextRenderer;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeReader;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recipes of several files with random damage are read or refused with diagnostics, soon, and no
 * file outside of the recipe's folder is. A long run, {@code -Ddistroc.fuzz=20000}:
 *
 * <pre>mvn test -Dtest=LayerFuzzTest -Dgroups=long -DexcludedGroups=none</pre>
 */
class LayerFuzzTest {
  private static final String TOP =
      """
      distro: v1
      name: a
      extends: [base/one.yaml, {file: base/two.yaml, with: {port: 81, host: "${h}"}}]
      parameters:
        h: {type: text, form: "[a-z]+", default: web, description: The host.}
      kernel:
        options: {TTY: null, NET: y}
        cmdline: {add: [quiet, "h=${h}"], remove: [panic=1]}
      architectures:
        i386: {kernel: {options: {64BIT: null}}, qemu: {memory: 32M}}
      test:
        steps: {add: [{expect: "# "}, {send: "ls\\n"}]}
      """;
  private static final String ONE =
      """
      distro: v1
      kernel:
        source: {debian: linux-source-6.1}
        options:
          64BIT: y
          TTY: y
        cmdline: [panic=1]
      init: {program: hello, syscalls: [write, pause]}
      """;
  private static final String TWO =
      """
      distro: v1
      extends: one.yaml
      parameters: {port: {type: integer, from: 1, to: 99}, host: {type: text}}
      kernel: {cmdline: {add: ["port=${port}", "host=${host}"]}}
      qemu: {display: serial, memory: 64M, cpu: null}
      """;
  private static final List<String> PIECES =
      List.of(
          "null",
          "~",
          "{",
          "}",
          "[",
          "]",
          ": ",
          ", ",
          "\n",
          "  ",
          "- ",
          "${",
          "$$",
          "${h}",
          "\"",
          "extends: one.yaml\n",
          "extends: ../../distro.yaml\n",
          "extends: ../secret.yaml\n",
          "extends: [../link.yaml, base/link.yaml]\n",
          "../",
          "/etc/passwd",
          "init: {source: ../../secret.c}\n",
          "rootfs: {files: {/a: {from: link.yaml}}}\n",
          "rootfs: {files: {/a: {from: ../secret.yaml}}}\n",
          "{add: [a], remove: [b]}",
          "{}",
          "[]",
          "parameters: {}\n",
          "architectures: {}\n",
          "0",
          "-1",
          "99999999999999999999",
          "é",
          "\uD83D\uDE00",
          "#",
          "'",
          "|",
          ">",
          "distro: v1\n",
          "\t",
          "*a",
          "&a",
          "!!x");

  /** What only files outside of the recipe's folder contain. */
  private static final String SECRET = "hush-hush";

  @TempDir Path outer;
  private Path folder;

  @Test
  void everyTextIsReadOrRefused() throws IOException {
    run(300, 1);
  }

  @Test
  @Tag("long")
  void everyTextOfManyIsReadOrRefused() throws IOException {
    run(Integer.getInteger("distroc.fuzz", 20_000), Long.getLong("distroc.seed", 7));
  }

  private void run(int count, long seed) throws IOException {
    Random random = new Random(seed);
    folder = outer.resolve("own");
    Files.createDirectories(folder.resolve("base"));
    String secret = "distro: v1\nname: secret\ndescription: " + SECRET + "\n: " + SECRET + "\n";
    Files.writeString(outer.resolve("secret.yaml"), secret);
    Files.writeString(outer.resolve("secret.c"), SECRET);
    Files.createSymbolicLink(folder.resolve("link.yaml"), outer.resolve("secret.yaml"));
    Files.createSymbolicLink(folder.resolve("base/link.yaml"), outer.resolve("secret.yaml"));
    Files.write(folder.resolve("base/one.yaml"), ONE.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < count; i++) {
      String top = random.nextInt(3) > 0 ? damaged(TOP, random) : TOP;
      String one = random.nextInt(3) > 0 ? damaged(ONE, random) : ONE;
      String two = random.nextInt(3) > 0 ? damaged(TWO, random) : TWO;
      Files.write(folder.resolve("base/one.yaml"), one.getBytes(StandardCharsets.UTF_8));
      Files.write(folder.resolve("base/two.yaml"), two.getBytes(StandardCharsets.UTF_8));
      Path recipe =
          Files.write(folder.resolve("distro.yaml"), top.getBytes(StandardCharsets.UTF_8));
      List<String> set =
          random.nextInt(4) == 0 ? List.of(damaged("qemu.memory=32M", random)) : List.of();
      List<String> given = random.nextInt(4) == 0 ? List.of(damaged("h=abc", random)) : List.of();
      Overrides overrides = new Overrides(Optional.empty(), set, given);
      String inputs = String.join("\n---\n", top, one, two, "" + set, "" + given);
      try {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(recipe, overrides), inputs);
      } catch (RuntimeException | StackOverflowError bug) {
        throw new AssertionError("run " + i + ":\n" + inputs, bug);
      }
    }
  }

  private static void read(Path recipe, Overrides overrides) {
    try {
      Recipe read = RecipeReader.read(recipe, "distro.yaml", overrides, new ArrayList<>());
      SourceLocations locations = read.locations();
      assertFalse(locations.values().containsValue(SECRET), locations.values().toString());
      for (SourceText base : locations.bases()) {
        Path file = base.base().orElseThrow().path();
        assertTrue(file.startsWith(recipe.getParent()), file.toString());
        assertFalse(base.text().contains(SECRET), file.toString());
      }
    } catch (Failure failure) {
      String text = new TextRenderer(false).render(failure.diagnostics());
      assertTrue(text.contains("error[D"), text);
      assertFalse(text.contains(SECRET), text);
    }
  }

  private static String damaged(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(damaged.length() + 1);
      int end = Math.min(damaged.length(), at + random.nextInt(8));
      switch (random.nextInt(3)) {
        case 0 -> damaged.delete(at, end);
        case 1 -> damaged.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        default -> damaged.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return damaged.toString();
  }
}
