package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.YamlTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diagnostics of mistakes, beyond the examples of each code. */
class MistakesTest {
  @TempDir Path folder;

  private List<String> messages(String more) {
    return Recipes.messages(folder, Recipes.LEAST + more);
  }

  private String help(String more) {
    List<Diagnostic> said = Recipes.mistakes(Recipes.write(folder, Recipes.LEAST + more));
    assertEquals(1, said.size(), said.toString());
    return String.join("; ", said.get(0).remedies());
  }

  @Test
  void reportsAllMistakesInFileOrder() {
    assertEquals(
        List.of(
            "D1010 5:1 unknown key `imag`",
            "D1022 6:17 `display` cannot be `x`",
            "D1011 7:1 duplicate key `name`",
            "D1023 8:17 `timeout` cannot be `1h`"),
        messages(
            "imag: {}\n"
                + "qemu: {display: x}\n"
                + "name: twice\n"
                + "test: {timeout: 1h, steps: [{expect: a}]}\n"));
  }

  @Test
  void aMisspelledKeyIsNotAlsoMissing() {
    assertEquals(
        List.of("D1010 3:1 unknown key `kernal`"),
        Recipes.messages(folder, Recipes.LEAST.replace("kernel:", "kernal:")));
    assertEquals(List.of("D1010 5:8 unknown key `progam`"), messages("init: {progam: shell}\n"));
  }

  @Test
  void suggestsOnlyWhatIsPossibleAtThatPlace() {
    assertEquals("did you mean `display`?", help("qemu: {dsplay: vga}\n"));
    assertEquals("`display` belongs under `qemu`", help("image: {display: vga}\n"));
    assertEquals(
        "`sha256` belongs under `extends.oci` or `kernel.source.tarball`", help("sha256: a\n"));
    assertEquals("`expect` belongs under `test.steps`", help("expect: a\n"));
    assertEquals(
        "`name` belongs at the top of the recipe, without indentation", help("qemu: {name: a}\n"));
    assertEquals("kernel options belong under `kernel.options`", help("  EXT4_FS: y\n"));
    assertEquals("remove it, or use one of the valid keys", help("bananas: 3\n"));
  }

  @Test
  void mendsUsualSlips() {
    assertEquals("did you mean `64M`?", help("qemu: {memory: 64 MiB}\n"));
    assertEquals("did you mean `64M`?", help("qemu: {memory: 64}\n"));
    assertEquals("did you mean `1G`?", help("qemu: {memory: 1gb}\n"));
    assertEquals("did you mean `90s`?", help("test: {timeout: 90 sec, steps: [{expect: a}]}\n"));
    assertEquals("did you mean `2m`?", help("test: {timeout: 2 minutes, steps: [{expect: a}]}\n"));
    assertEquals("did you mean `1.0.0`?", help("version: '1.0'\n"));
    assertEquals("write a list: `[quiet, panic=1]`", help("  cmdline: quiet panic=1\n"));
    assertEquals("write `panic=1`", help("  cmdline: [panic: 1]\n"));
    assertEquals("did you mean `read`?", help("init: {program: shell, syscalls: [READ]}\n"));
  }

  @Test
  void aliasesAreNeverExpanded() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append("*a").append(i - 1).append(", *a").append(i - 1).append("]\n");
    }
    long start = Recipes.processorTime();
    List<String> said = messages(bomb.toString());
    assertTrue(Recipes.processorTime() - start < 1_000_000_000L, "under a second");
    assertTrue(said.contains("D1012 6:10 aliases are not supported"), said.toString());
  }

  @Test
  void reportsOnlySomeOfAHundredThousandMistakes() {
    String many = "  options:\n" + "    a b: y\n".repeat(3) + lines("    %d-x: y\n", 15_000);
    long start = Recipes.processorTime();
    List<Diagnostic> said = Recipes.mistakes(Recipes.write(folder, Recipes.LEAST + many));
    assertTrue(Recipes.processorTime() - start < 2_000_000_000L, "in time");
    assertEquals(FileDiagnostics.MOST, said.size());
    Diagnostic last = said.get(FileDiagnostics.MOST - 1);
    assertEquals("14903 more diagnostics are not shown", last.reasons().get(1));
  }

  private static String lines(String format, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(String.format(format, i));
    }
    return text.toString();
  }

  /** Patterns must not recurse once for each repetition: a value could overflow the stack. */
  @Test
  void patternsStandLongValues() {
    for (String part : List.of("\"\"", "a/", "a", "/", "1.", "-", ",a", "0", " ")) {
      String value = "'" + part.repeat(YamlTree.LONGEST / part.length()) + "'";
      for (String key :
          List.of(
              "version: %s",
              "description: %s",
              "  cmdline: [%s]",
              "  options: {A: %s}",
              "  options: {%s: y}",
              "  base: {file: %s}",
              "init: {source: %s}",
              "init: {program: shell, syscalls: [%s]}",
              "qemu: {cpu: %s}",
              "qemu: {flags: [%s]}",
              "test: {steps: [{expect: a}], timeout: %s}",
              "test: {steps: [{send: %s}]}")) {
        List<String> said = messages(key.replace("%s", value) + "\n");
        assertEquals(key.contains("cmdline") ? 2 : 1, said.size(), key + part + said);
      }
    }
  }

  @Test
  void namesTheUnclosedQuoteAndBracket() {
    assertEquals(
        List.of("D1009 5:14 this quote is never closed"),
        messages("description: \"never closed\nimage: {}\n"));
    assertEquals(
        List.of("D1009 5:8 this `{` is not closed properly"),
        messages("image: {formats: iso\nqemu: 3\n"));
    assertEquals(List.of("D1009 5:1 this line has no colon"), messages("stray words\nimage: {}\n"));
    assertEquals(
        List.of("D1009 5:14 an unquoted string cannot start like this"),
        messages("description: @home\n"));
    assertEquals(List.of("D1009 5:16 unknown escape sequence"), messages("description: \"\\q\"\n"));
  }

  @Test
  void pointsAtWhereOneWouldMendTheYaml() {
    assertEquals(
        List.of("D1009 6:9 missing space after this colon"),
        messages("qemu:\n  memory:64M\n  display: vga\n"));
    assertEquals("put a space after the colon: `memory: 64M`", help("qemu:\n  memory:64M\n"));
    assertEquals(
        List.of("D1009 7:5 this line is indented too far"),
        messages("qemu:\n  memory: 64M\n    display: vga\n"));
    assertEquals(
        List.of("D1009 7:2 the indentation does not match the lines above"),
        messages("qemu:\n   memory: 64M\n display: vga\n"));
    assertEquals(
        List.of("D1009 5:18 unexpected text after a value"), messages("description: 'it's'\n"));
    assertEquals(
        List.of("D1009 5:16 no text can follow `|` or `>` on the same line"),
        messages("description: | text\n"));
    assertEquals(List.of("D1015 5:1 a key must be a word"), messages(": x\n"));
    for (String escape : List.of("\\x", "\\u", "\\U")) {
      assertEquals(
          List.of("D1009 5:15 the recipe ends inside an escape sequence"),
          messages("description: \"" + escape));
    }
    assertEquals(
        List.of("D1009 1:1 unsupported YAML version in the first line"),
        Recipes.messages(folder, "%YAML 2.0\n---\n" + Recipes.LEAST));
    assertEquals(List.of(), Recipes.messages(folder, "%YAML 1.2\n---\n" + Recipes.LEAST + "...\n"));
  }

  @Test
  void turnsTextsIntoTheKeysThatFitThem() {
    assertEquals("did you mean `{program: hello}`?", help("init: hello\n"));
    assertEquals("did you mean `{source: a.c}`?", help("init: a.c\n"));
    assertEquals("did you mean `{file: ./my.config}`?", help("  base: ./my.config\n"));
    assertEquals(
        "write keys, for example `{panic: No working init found}`",
        help("test: {outcome: fail}\n"));
    assertEquals(
        "start each item of the list with a dash: `- `", help("test:\n  steps:\n    expect: a\n"));
    assertEquals("remove the quotes", help("qemu: {smp: '2'}\n"));
    assertEquals("write `64BIT: y`, one option per line", help("  options:\n    64BIT=y\n"));
  }

  @Test
  void strangeKeysHaveTheirPlaces() {
    for (String key : List.of("A/B", "A~B", "", "%41", "A~1B", "0", "\"\u00e9\"", "'#'", "~")) {
      String quoted = key.startsWith("'") || key.startsWith("\"") ? key : "'" + key + "'";
      String said = messages("  options:\n    " + quoted + ": true\n").toString();
      assertTrue(said.contains(" 6:" + (7 + quoted.length()) + " a kernel option"), key + said);
    }
    assertEquals(List.of("D1010 5:1 unknown key `a/b~c`"), messages("a/b~c: {d: e}\n"));
  }

  @Test
  void unusualSpacesAreNamed() {
    assertEquals(
        List.of("D1006 5:16 a recipe cannot contain the character U+00A0 (NO-BREAK SPACE)"),
        messages("qemu: {memory: 64M\u00A0}\n"));
    assertEquals(List.of(), messages("description: 'a\u00A0b'\n"));
  }

  @Test
  void tabsAreNamedWhereverTheyIndent() {
    assertEquals(
        List.of("D1008 6:1 tabs cannot be used for indentation"),
        messages("image:\n\tformats: [iso]\n"));
    assertEquals(
        List.of("D1008 6:3 tabs cannot be used for indentation"),
        messages("image:\n  \tformats: [iso]\n"));
    assertEquals(
        List.of("D1008 7:5 tabs cannot be used for indentation"),
        messages("test:\n  steps:\n  - \texpect: a\n    \tsend: b\n"));
  }

  @Test
  void textsOfOneLineStayOnOneLine() {
    assertEquals(
        List.of("D1023 5:14 `description` cannot be `two\\nlines`"),
        messages("description: \"two\\nlines\"\n"));
    assertEquals(
        List.of("D1023 5:14 `description` cannot be `one\\n`"),
        messages("description: |\n  one\n"));
    assertEquals(List.of("D1023 4:7 `name` cannot be `a\\n`"), nameIs("\"a\\n\""));
    assertEquals(
        List.of("D1023 5:13 an item of `cmdline` cannot be `a\\n`"),
        messages("  cmdline: [\"a\\n\"]\n"));
    assertEquals(
        List.of("D1023 6:19 `LOCALVERSION` cannot be `a\\nb`"),
        messages("  options:\n    LOCALVERSION: \"a\\nb\"\n"));
  }

  private List<String> nameIs(String name) {
    return Recipes.messages(
        folder, Recipes.LEAST.replace("name: tiny\n", "") + "name: " + name + "\n");
  }

  @Test
  void namesAreSafeFileNames() {
    for (String bad : List.of("''", "../x", "a/b", ".hidden", "-rf", "Tiny", "ä", "a b", "$(id)")) {
      List<String> said = nameIs("'" + bad.replace("''", "") + "'");
      assertTrue(said.get(0).startsWith("D1023 4:7"), bad + ": " + said);
    }
    assertEquals(List.of(), nameIs("a" + "0".repeat(62)));
    assertTrue(nameIs("a" + "0".repeat(63)).get(0).startsWith("D1023"), "64 characters");
  }

  @Test
  void parametersMayHaveSpacesInQuotesOnly() {
    assertEquals(List.of(), messages("  cmdline: ['a=\"b c\"', '\"a b\"=c', --, a=$(x);#]\n"));
    for (String bad : List.of("a b", "a=\"b", "é", "a\\x01")) {
      List<String> said = messages("  cmdline: [\"" + bad.replace("\"", "\\\"") + "\"]\n");
      assertEquals(1, said.size(), bad);
    }
  }

  @Test
  void theCommandLineIsCountedWithItsSpaces() {
    String half = "a".repeat(1023);
    assertEquals(List.of(), messages("  cmdline: [" + half + ", " + half + "]\n"));
    assertEquals(
        List.of("D1032 5:1038 the kernel command line exceeds 2047 bytes"),
        messages("  cmdline: [" + half + ", " + half + "b]\n"));
  }

  @Test
  void filesStayInTheFolderOfTheRecipe() throws Exception {
    Path outside = Files.createTempFile("outside", ".c");
    Files.createSymbolicLink(folder.resolve("link.c"), outside);
    Path inside = Files.writeString(folder.resolve("inside.c"), "");
    Files.createSymbolicLink(folder.resolve("good.c"), inside.getFileName());
    Files.createSymbolicLink(folder.resolve("up"), folder.getParent());
    Files.createDirectory(folder.resolve("folder.c"));

    assertEquals(
        List.of("D1040 5:16 `link.c` leads out of the recipe's folder"),
        messages("init: {source: link.c}\n"));
    assertEquals(
        List.of("D1040 5:16 `up/" + outside.getFileName() + "` leads out of the recipe's folder"),
        messages("init: {source: up/" + outside.getFileName() + "}\n"));
    assertEquals(List.of(), messages("init: {source: good.c}\n"));
    assertEquals(
        List.of("D1042 5:16 `folder.c` is a folder, not a regular file"),
        messages("init: {source: folder.c}\n"));
    for (String bad : List.of("../x.c", "/etc/x.c", "a/../../x.c", "./../x.c")) {
      String said = messages("init: {source: " + bad + "}\n").get(0);
      assertTrue(said.startsWith("D1040 5:16"), said);
    }
    for (String bad : List.of("a b.c", "$(id).c", "-o.c", "x.c;y.c", "a.h", "a.c/")) {
      String said = messages("init: {source: '" + bad + "'}\n").get(0);
      assertTrue(said.startsWith("D1023 5:16"), said);
    }
    for (String link : List.of("link.c", "good.c", "up")) {
      Files.delete(folder.resolve(link));
    }
    Files.delete(outside);
  }
}
