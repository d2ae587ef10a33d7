package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slips of the keyboard, and files that are no recipes: what was meant is said at its place. */
class SlipsTest {
  private static final Path TINY = Path.of("recipes/tiny.yaml");

  @TempDir Path folder;

  private List<Diagnostic> mistakes(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return assertThrows(Failure.class, () -> RecipeReader.read(file, name)).diagnostics();
  }

  /** In {@code tiny.yaml}, with one line changed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "    TTY: y|    TTY=y|write `TTY: y`",
        "    TTY: y|    TTY = y|write `TTY: y`",
        "    TTY: y|    CONFIG_TTY=y|write `TTY: y`",
        "    TTY: y|    TTY:y|write `TTY: y`",
        "    TTY: y|    - TTY=y|write `TTY: y`",
        "    TTY: y|    - TTY: y|write `TTY: y`",
        "    64BIT: y|    64BIT=y|write `64BIT: y`",
        "name: tiny|name=tiny|write `name: tiny`",
        "  libc: none|  libc:none|write `libc: none`",
        "description: The|description: \"The|close it; inside double quotes write `\\\"` for a"
            + " quote, inside single quotes `''`",
        "description: The|description: 'The|close it; inside double quotes write `\\\"` for a"
            + " quote, inside single quotes `''`",
        "description: The|description: Tiny: the|write `description: \"Tiny: the",
        "  libc: none|  libc: glibc|write `static`",
        "  base: tinyconfig|  base: my.config|did you mean `{file: my.config}`?",
        "architecture: x86_64|architecture: AMD64|write `x86_64`",
      })
  void saysWhatWasMeantInItsLine(String line, String wrong, String help) throws IOException {
    String text = Files.readString(TINY);
    int at = text.indexOf("\n" + line) + 1;
    assertTrue(at > 0, line);
    int number = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    String changed = text.substring(0, at) + wrong + text.substring(at + line.length());
    List<Diagnostic> found = mistakes("my.yaml", changed);
    assertEquals(1, found.size(), found.toString());
    assertEquals(number, found.get(0).at().orElseThrow().line(), found.toString());
    assertTrue(found.get(0).remedies().get(0).startsWith(help), found.toString());
  }

  @Test
  void readsOnAfterSeveralAndFindsOtherMistakesAtTheirPlaces() throws IOException {
    String text =
        Files.readString(TINY)
            .replace("    TTY: y", "    TTY=y")
            .replace("    PRINTK: y", "    CONFIG_PRINTK=y")
            .replace("  libc: none", "  libc: nonne")
            .replace("image:", "imige:");
    List<Diagnostic> found = mistakes("my.yaml", text);
    List<String> lines = text.lines().toList();
    assertEquals(
        List.of(Code.D1009, Code.D1009, Code.D1022, Code.D1010),
        found.stream().map(Diagnostic::code).filter(code -> code != Code.D1020).toList());
    for (Diagnostic each : found) {
      assertEquals(
          lines.get(each.at().orElseThrow().line() - 1),
          each.at().orElseThrow().text(),
          each.toString());
    }
  }

  /** A text of several lines is none of them. */
  @Test
  void aQuoteMaySpanLines() throws IOException {
    String text =
        Files.readString(TINY)
            .replaceFirst("description: .*", "description: \"one\n  two\"")
            .replace("    TTY: y", "    TTY=y");
    List<Diagnostic> found = mistakes("my.yaml", text);
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.get(0).at().orElseThrow().text().startsWith("    TTY=y"), found.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "README.md|# Title\\n\\nSome: text, and\\nmore text.\\n|Markdown",
        "x.config|CONFIG_TTY=y\\n# CONFIG_NET is not set\\n|a kernel configuration",
        "only.config|# CONFIG_NET is not set\\n|a kernel configuration",
        "run.sh|#!/bin/sh\\necho hi\\n|a script",
        "init.c|#include <stdio.h>\\nint main(void) { return 0; }\\n|a C source",
        "Makefile|all: x\\n\\tcc x.c\\n|a Makefile",
      })
  void saysWhatElseItIs(String name, String text, String kind) throws IOException {
    List<Diagnostic> found = mistakes(name, text.replace("\\n", "\n").replace("\\t", "\t"));
    assertEquals(1, found.size(), found.toString());
    assertEquals(Code.D1017, found.get(0).code());
    assertEquals("looks like " + kind, found.get(0).label());
  }

  @ParameterizedTest
  @CsvSource({"tiny", "tiny.yml", "tiney.yaml", "Tiny.yaml", "tin.yaml"})
  void namesTheFileThatWasMeant(String name) throws IOException {
    Files.copy(TINY, folder.resolve("tiny.yaml"));
    Files.copy(TINY, folder.resolve("serial.yaml"));
    Failure failure =
        assertThrows(
            Failure.class, () -> RecipeReader.read(folder.resolve(name), "recipes/" + name));
    assertEquals(
        List.of("did you mean `recipes/tiny.yaml`?"), failure.diagnostics().get(0).remedies());
  }

  @Test
  void aBrokenRecipeIsStillOne() throws IOException {
    assertEquals(Code.D1009, mistakes("a.yaml", "distro: v1\nname: [tiny\n").get(0).code());
    assertEquals(Code.D1007, mistakes("b.yaml", "# only a comment\n").get(0).code());
    assertEquals(Code.D1009, mistakes("c.yaml", "distrro v1\nkernel: {\nimage: x\n").get(0).code());
  }
}
