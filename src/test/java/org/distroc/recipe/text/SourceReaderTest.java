package org.distroc.recipe.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.distroc.recipe.Recipes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderTest {
  @TempDir Path folder;

  private List<String> messages(Path file) {
    return assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Recipes.messages(file));
  }

  @Test
  void neverWaitsForADeviceOrAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

    assertEquals(List.of("D1002 1:1 the recipe is not a regular file"), messages(pipe));
    assertEquals(
        List.of("D1002 1:1 the recipe is not a regular file"), messages(Path.of("/dev/zero")));
    assertEquals(List.of("D1002 1:1 the recipe is a folder"), messages(folder));
    assertEquals(
        List.of("D1001 1:1 there is no recipe `nowhere.yaml`"),
        messages(folder.resolve("nowhere.yaml")));
  }

  @Test
  void readsNoMoreThanTheLimit() throws Exception {
    Path large = folder.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(50L << 20);
    }
    assertEquals(List.of("D1004 1:1 the recipe is larger than 256 KiB"), messages(large));

    String filler = "#" + "x".repeat(SourceReader.LIMIT - Recipes.LEAST.length() - 2) + "\n";
    Path most = Recipes.write(folder, Recipes.LEAST + filler);
    assertEquals(SourceReader.LIMIT, Files.size(most));
    assertEquals(List.of(), messages(most));
    assertEquals(
        List.of("D1004 1:1 the recipe is larger than 256 KiB"),
        messages(Recipes.write(folder, Recipes.LEAST + filler + "\n")));
  }

  @Test
  void pointsAtTheByteThatIsNotUtf8() {
    byte[] bytes =
        (Recipes.LEAST + "description: né").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertEquals(
        List.of("D1005 5:15 the recipe is not UTF-8 text"), messages(Recipes.write(folder, bytes)));
    byte[] overlong = {'a', ':', ' ', (byte) 0xC0, (byte) 0x80};
    assertEquals(
        List.of("D1005 1:4 the recipe is not UTF-8 text"),
        messages(Recipes.write(folder, overlong)));
    byte[] cut = {'a', ':', ' ', (byte) 0xE2, (byte) 0x82};
    assertEquals(
        List.of("D1005 1:4 the recipe is not UTF-8 text"), messages(Recipes.write(folder, cut)));
    byte[] utf16 = {(byte) 0xFF, (byte) 0xFE, 'a', 0};
    assertTrue(
        Recipes.mistakes(Recipes.write(folder, utf16)).get(0).reasons().get(0).contains("UTF-16"));
  }

  @Test
  void refusesControlCharactersAnywhere() {
    assertEquals(
        List.of("D1006 2:8 a recipe cannot contain the character U+0000 (NULL)"),
        messages(Recipes.write(folder, "distro: v1\nname: t\0\n")));
    assertEquals(
        List.of("D1006 1:3 a recipe cannot contain the character U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        messages(Recipes.write(folder, "# \u202E comment\n" + Recipes.LEAST)));
    assertEquals(
        List.of("D1006 5:14 a recipe cannot contain the character U+0007 (BEL)"),
        messages(Recipes.write(folder, Recipes.LEAST + "description: \"\\a\"\n")));
    assertEquals(
        List.of("D1006 5:14 a recipe cannot contain the character U+D800 (HIGH SURROGATES D800)"),
        messages(Recipes.write(folder, Recipes.LEAST + "description: \"\\ud800\"\n")));
  }

  @Test
  void emptyFilesAreEmpty() {
    for (String text :
        List.of("", "\n\n", "# only a comment", "---\n", "---\n...\n", "\uFEFF", "~")) {
      String said = messages(Recipes.write(folder, text)).toString();
      assertTrue(said.startsWith(text.equals("~") ? "[D1021" : "[D1007"), text + said);
    }
    assertEquals(
        List.of("D1021 1:1 a recipe must be a map, not a list"),
        messages(Recipes.write(folder, "- a\n- b\n")));
    assertEquals(
        List.of("D1021 1:1 a recipe must be a map, not a string"),
        messages(Recipes.write(folder, "hello\n")));
  }
}
