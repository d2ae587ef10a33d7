package org.distroc.recipe.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.RecipeReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bases that are meant to harm: each ends in an error at a line, soon, and reads nothing else. */
class HostileBasesTest {
  private static final String REST =
      "distro: v1\nname: a\nkernel: {source: {debian: linux-source-6.1}}\n";

  @TempDir Path folder;

  @Test
  void refusesALinkOutOfTheFolder() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.writeString(folder.resolve("secret.yaml"), "distro: v1\nname: secret\n");
    Files.createSymbolicLink(own.resolve("base.yaml"), folder.resolve("secret.yaml"));

    assertEquals(
        List.of("D1040 distro.yaml:4:10 `base.yaml` leads out of the recipe's folder"),
        said(own, "extends: base.yaml\n"));
  }

  @Test
  void refusesALinkedFolderOutOfTheFolder() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("a.yaml"), "distro: v1\n");
    Files.createSymbolicLink(own.resolve("base"), other);

    assertEquals(
        List.of("D1040 distro.yaml:4:10 `base/a.yaml` leads out of the recipe's folder"),
        said(own, "extends: base/a.yaml\n"));
  }

  @Test
  void takesABaseOfTheSameWorkTreeOnly() throws IOException {
    Path own = Files.createDirectories(folder.resolve("repository/devices/own"));
    write("repository/base.yaml", "distro: v1\nextends: common/a.yaml\n");
    Files.createDirectory(folder.resolve("repository/common"));
    write("repository/common/a.yaml", "distro: v1\n");
    write("secret.yaml", "distro: v1\n");
    String outside = "D1040 distro.yaml:4:10 `../../base.yaml` is outside the recipe's folder";
    assertEquals(List.of(outside), said(own, "extends: ../../base.yaml\n"), "no repository");

    Files.createDirectory(folder.resolve("repository/.git"));
    assertEquals(List.of(), said(own, "extends: ../../base.yaml\n"));
    assertEquals(
        List.of("D1040 distro.yaml:4:10 `../../../secret.yaml` is outside the recipe's folder"),
        said(own, "extends: ../../../secret.yaml\n"));
    String absolute = folder.resolve("repository/base.yaml").toString();
    assertTrue(said(own, "extends: " + absolute + "\n").get(0).startsWith("D1040 "));

    Files.createSymbolicLink(folder.resolve("repository/link.yaml"), folder.resolve("secret.yaml"));
    assertEquals(
        List.of("D1040 distro.yaml:4:10 `../../link.yaml` leads out of the recipe's folder"),
        said(own, "extends: ../../link.yaml\n"));
  }

  @Test
  void aBaseInAParentFolderSeesItsOwnFolderOnly() throws IOException {
    Path own = Files.createDirectories(folder.resolve("repository/own"));
    Files.createDirectory(folder.resolve("repository/.git"));
    Files.createDirectory(folder.resolve("repository/base"));
    write("repository/base/a.c", "");
    write("repository/b.c", "");
    write("repository/base/a.yaml", "distro: v1\ninit: {source: a.c, syscalls: [write]}\n");
    assertEquals(List.of(), said(own, "extends: ../base/a.yaml\n"));
    write("repository/base/a.yaml", "distro: v1\ninit: {source: ../b.c, syscalls: [write]}\n");
    assertEquals(
        List.of("D1040 ../base/a.yaml:2:16 `../b.c` is outside the recipe's folder"),
        said(own, "extends: ../base/a.yaml\n"));
    Files.createSymbolicLink(folder.resolve("repository/base/l.c"), Path.of("../b.c"));
    write("repository/base/a.yaml", "distro: v1\ninit: {source: l.c, syscalls: [write]}\n");
    assertEquals(
        List.of("D1040 ../base/a.yaml:2:16 `l.c` leads out of the recipe's folder"),
        said(own, "extends: ../base/a.yaml\n"));
  }

  @Test
  void recognizesACycleThroughALink() throws IOException {
    Files.createSymbolicLink(folder.resolve("other.yaml"), Path.of("distro.yaml"));

    assertEquals(
        List.of("D1100 distro.yaml:4:10 `other.yaml` extends itself"),
        said(folder, "extends: other.yaml\n"));
  }

  @Test
  void refusesTwoHundredLevels() throws IOException {
    for (int i = 1; i < 200; i++) {
      write(i + ".yaml", "distro: v1\nextends: " + (i + 1) + ".yaml\n");
    }
    write("200.yaml", "distro: v1\n");

    assertEquals(
        List.of("D1101 15.yaml:2:10 more than 16 recipes extend one another"),
        said(folder, "extends: 1.yaml\n"));
  }

  @Test
  void refusesAHundredBases() throws IOException {
    for (int i = 0; i < 64; i++) {
      write(i + ".yaml", "distro: v1\n");
    }
    String list =
        IntStream.range(0, 64).mapToObj(i -> i + ".yaml").collect(Collectors.joining(", "));

    List<String> said = said(folder, "extends: [" + list + "]\n");
    assertEquals(1, said.size());
    assertTrue(said.get(0).endsWith("a recipe can have at most 64 files"), said.get(0));
  }

  @Test
  void readsABaseOfManyOnce() throws IOException {
    // 2^20 ways lead from the recipe to the lowest base.
    write("a0.yaml", "distro: v1\nqemu: {memory: 32M}\n");
    write("b0.yaml", "distro: v1\n");
    for (int i = 1; i < 14; i++) {
      String extended = "distro: v1\nextends: [a" + (i - 1) + ".yaml, b" + (i - 1) + ".yaml]\n";
      write("a" + i + ".yaml", extended);
      write("b" + i + ".yaml", extended);
    }

    assertEquals(List.of(), said(folder, "extends: [a13.yaml, b13.yaml]\n"));
  }

  @Test
  void refusesMoreThanOneMebibyte() throws IOException {
    for (int i = 0; i < 5; i++) {
      write(i + ".yaml", "distro: v1\n" + "# long\n".repeat(35_000));
    }

    assertEquals(
        List.of("D1101 distro.yaml:4:43 the bases have more than 1 MiB of text"),
        said(folder, "extends: [0.yaml, 1.yaml, 2.yaml, 3.yaml, 4.yaml]\n"));
  }

  @Test
  void refusesABaseThatIsTooLarge() throws IOException {
    write("base.yaml", "# long\n".repeat(50_000));

    assertEquals(
        List.of("D1042 distro.yaml:4:10 `base.yaml` is 342 KiB; at most 256 KiB"),
        said(folder, "extends: base.yaml\n"));
  }

  @Test
  void refusesWhatIsNotAFile() throws IOException, InterruptedException {
    assertEquals(
        0, new ProcessBuilder("mkfifo", folder.resolve("base.yaml").toString()).start().waitFor());

    assertEquals(
        List.of("D1042 distro.yaml:4:10 `base.yaml` is a FIFO, not a regular file"),
        said(folder, "extends: base.yaml\n"));
  }

  @Test
  void saysWhereABaseIsNoText() throws IOException {
    Files.write(folder.resolve("base.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE4});

    List<Diagnostic> all = diagnostics(folder, "extends: base.yaml\n");
    assertEquals("base.yaml:1:4", all.get(0).at().orElseThrow().place());
    assertEquals("distro.yaml:4:10", all.get(0).at().get().chain().get(0).place());
  }

  @Test
  void controlCharactersInABaseAreRefused() throws IOException {
    write("base.yaml", "distro: v1\ndescription: \"\\e[31m\"\n");

    assertEquals(
        List.of("D1006 base.yaml:2:14 a recipe cannot contain the character U+001B (ESCAPE)"),
        said(folder, "extends: base.yaml\n"));
  }

  @Test
  void mistakesBelowKeysOfAnyCharacterAreReported() throws IOException {
    for (String key : List.of("a\tb", "'a\"b'", "'a\\b'", "'a/b~c'", "é", "''", "a b")) {
      List<String> said = said(folder, "qemu: {}\nrootfs: {users: {" + key + ": {uid: [x]}}}\n");
      assertTrue(said.stream().anyMatch(one -> one.startsWith("D1021 distro.yaml:5:")), key + said);
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static List<String> said(Path folder, String text) throws IOException {
    return diagnostics(folder, text).stream()
        .map(d -> d.code() + " " + d.at().orElseThrow().place() + " " + d.message())
        .toList();
  }

  private static List<Diagnostic> diagnostics(Path folder, String text) throws IOException {
    Path recipe = Files.writeString(folder.resolve("distro.yaml"), REST + text);
    List<Diagnostic> warnings = new ArrayList<>();
    try {
      RecipeReader.read(recipe, "distro.yaml", warnings);
      return warnings;
    } catch (Failure failure) {
      return failure.diagnostics();
    }
  }
}
