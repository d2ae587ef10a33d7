package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distroc.lock.Lock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes that list several architectures, from the command line to the built files. */
class SeveralArchitecturesTest {
  private static final String LIST = "architecture: [x86_64, i386]\n";
  private static final String RECIPE =
      Workplace.RECIPE
              .replace("architecture: x86_64\n", LIST)
              .replace("    64BIT: y\n", "")
              .replace("description: A toy.\n", "")
          + "architectures:\n  x86_64:\n    kernel: {options: {64BIT: y}}\n";

  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void recipe() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.write("toy.yaml", RECIPE);
  }

  private String built(String file) throws IOException {
    return Files.readString(place.work.resolve("build/toy").resolve(file));
  }

  @Test
  void buildsAllInFoldersOfTheirOwn() throws IOException {
    Run run = place.run("build", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(built("x86_64/Makefile").contains("ARCH=x86"), run.all());
    assertTrue(built("i386/Makefile").contains("ARCH=i386"), run.all());
    assertTrue(built("x86_64/kernel.fragment").contains("CONFIG_64BIT=y"), run.all());
    assertFalse(built("i386/kernel.fragment").contains("CONFIG_64BIT=y"), run.all());
    assertTrue(run.out().contains("build/toy/i386/bzImage"), run.all());
    assertFalse(Files.exists(place.work.resolve("build/toy/Makefile")));

    Run one = place.run("expand", "--arch", "i386", "-o", "one", "toy.yaml");
    assertEquals(0, one.exit(), one.all());
    assertEquals(built("i386/Makefile"), read("one/Makefile"));
    assertFalse(Files.exists(place.work.resolve("one/x86_64")));
    assertEquals(0, place.run("expand", "-o", "all", "toy.yaml").exit());
    assertTrue(Files.exists(place.work.resolve("all/x86_64/Makefile")));
    assertTrue(Files.exists(place.work.resolve("all/i386/Makefile")));
  }

  private String read(String file) throws IOException {
    return Files.readString(place.work.resolve(file));
  }

  @Test
  void jsonHasThePartsByArchitecture() {
    Run run = place.run("expand", "--json", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().contains("\"architectures\":{\"x86_64\":{\"folder\":\""), run.out());
    assertTrue(run.out().contains("\"i386\":{\"folder\":\""), run.out());
  }

  @Test
  void checkNamesTheArchitecturesOfAMistake() throws IOException {
    Run right = place.run("check", "toy.yaml");
    assertEquals(0, right.exit(), right.all());
    assertTrue(right.err().endsWith("toy.yaml: no mistakes for x86_64, i386\n"), right.err());

    place.write("toy.yaml", RECIPE.replace("{64BIT: y}", "{64BIT: y, TTYY: y}"));
    Run one = place.run("check", "toy.yaml");
    assertEquals(3, one.exit(), one.all());
    assertTrue(one.err().contains("= why: for x86_64\n"), one.err());

    place.write("toy.yaml", RECIPE.replace("    PRINTK: y", "    PRINTKK: y"));
    Run both = place.run("check", "toy.yaml");
    assertEquals(3, both.exit(), both.all());
    assertEquals(1, both.err().split("error\\[", -1).length - 1, both.err());
    assertFalse(both.err().contains("why: for "), both.err());

    Run several = place.run("check", "toy.yaml", "toy.yaml", "toy.yaml");
    assertEquals(3, several.exit(), several.all());
    assertEquals(3, several.err().split("error\\[", -1).length - 1, several.err());
  }

  @Test
  void aBuildSaysForWhichArchitectureItFailsAndDoesTheOthers() throws IOException {
    place.write("toy.yaml", RECIPE.replace("{64BIT: y}", "{64BIT: y, TTYY: y}"));
    Run run = place.run("build", "toy.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("= why: for x86_64\n"), run.err());
    assertTrue(Files.exists(place.work.resolve("build/toy/i386/bzImage")), run.all());
    assertFalse(Files.exists(place.work.resolve("build/toy/x86_64/bzImage")), run.all());
  }

  @Test
  void mistakesInTheListAreAtTheirPlace() throws IOException {
    for (List<String> mistake :
        List.of(
            List.of("[x86_64, i368]", "toy.yaml:4:24", "error[D1022]", "did you mean `i386`?"),
            List.of("[x86_64, x86]", "toy.yaml:4:24", "error[D1022]", "write `i386`"),
            List.of("[i386, i386]", "toy.yaml:4:22", "error[D1026]", "remove one"),
            List.of("[i386, 64]", "toy.yaml:4:22", "error[D1021]", "must be a string"),
            List.of("[]", "toy.yaml:4:15", "error[D1024]", "cannot be empty"),
            List.of("[x86_64, [i386]]", "toy.yaml:4:24", "error[D1021]", "must be a string"))) {
      place.write("toy.yaml", RECIPE.replace("[x86_64, i386]", mistake.get(0)));
      for (String[] words : List.of(words("check"), words("check", "--arch", "i386"))) {
        Run run = place.run(words);
        assertEquals(3, run.exit(), run.all());
        for (String part : mistake.subList(1, mistake.size())) {
          assertTrue(run.err().contains(part), mistake + run.err());
        }
        assertEquals(1, run.err().split("error\\[", -1).length - 1, run.err());
      }
    }
  }

  private static String[] words(String... words) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = "toy.yaml";
    return all;
  }

  @Test
  void verbsOnOneAskForAChoice() {
    for (String verb :
        List.of("boot", "debug", "config", "menuconfig", "show", "trace", "disassemble", "sbom")) {
      Run run = place.atTerminal("", verb, "toy.yaml");
      assertEquals(2, run.exit(), verb + run.all());
      assertTrue(run.err().startsWith("error[D2202]"), verb + run.err());
      assertTrue(run.err().contains("--> toy.yaml:4:15\n"), verb + run.err());
    }
    Run show = place.run("show", "--arch", "i386", "toy.yaml");
    assertTrue(show.out().contains("\narchitecture: i386  # from toy.yaml:4\n"), show.all());
    assertEquals(0, place.run("config", "--arch", "x86_64", "toy.yaml").exit());
    Run other = place.run("check", "--arch", "arm64", "toy.yaml");
    assertEquals(3, other.exit(), other.all());
    assertTrue(other.err().startsWith("error[D2203]"), other.err());
  }

  @Test
  void showAndExplainNameTheOptionsOfFeatures() throws IOException {
    place.write(
        "toy.yaml",
        RECIPE
            .replace("    BINFMT_ELF: y\n", "")
            .replace("  base: tinyconfig\n", "  base: tinyconfig\n  features: [elf]\n"));
    Run show = place.run("show", "--arch", "i386", "toy.yaml");
    assertTrue(show.out().contains("- elf  # from toy.yaml:8; on i386: BINFMT_ELF\n"), show.all());
    place.write("shown.yaml", show.out());
    assertEquals(show.out().lines().count(), place.run("show", "shown.yaml").out().lines().count());
    String[] words = {"explain", "BINFMT_ELF", "--arch", "i386", "-r", "toy.yaml", "--json"};
    Run text = place.run(java.util.Arrays.copyOf(words, words.length - 1));
    assertTrue(text.out().contains("asked for by `elf` in `kernel.features`"), text.all());
    Run json = place.run(words);
    assertTrue(json.out().contains("\"feature\":\"elf\""), json.all());
    words[1] = "TTY";
    assertTrue(place.run(words).out().contains("\"feature\":null"));
  }

  @Test
  void theTableOfTestsNamesTheArchitecture() throws IOException {
    String test = "test:\n  steps: [{expect: toy}]\n";
    place.write("toy.yaml", RECIPE.replace("    PRINTK: y", "    PRINTKK: y") + test);
    Run run = place.run("test", "toy.yaml");
    assertEquals(3, run.exit(), run.all());
    assertEquals("toy.yaml[arch=x86_64] error\ntoy.yaml[arch=i386]   error\n", run.out());
    place.write("toy.yaml", RECIPE + test);
    Run none = place.run("test", "--only", "other", "toy.yaml");
    assertTrue(none.err().contains("toy[arch=x86_64], toy[arch=i386]"), none.err());
    Run doctor = place.run("doctor", "--json", "toy.yaml");
    assertTrue(doctor.out().contains("qemu-system-i386"), doctor.out());
  }

  @Test
  void aListOfOneIsThatOne() throws IOException {
    place.write("toy.yaml", RECIPE.replace("[x86_64, i386]", "[i386]"));
    Run run = place.run("expand", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(built("Makefile").contains("ARCH=i386"), run.all());
  }

  @Test
  void layersMayChangeTheList() throws IOException {
    place.write("sub/base.yaml", RECIPE.replace("../kernel", "../../kernel"));
    place.write(
        "toy.yaml",
        "distro: v1\nname: toy\nextends: sub/base.yaml\narchitecture: {remove: [x86_64]}\n");
    assertEquals(0, place.run("expand", "toy.yaml").exit());
    assertTrue(built("Makefile").contains("ARCH=i386"));
    place.write("toy.yaml", "distro: v1\nname: toy\nextends: sub/base.yaml\narchitecture: i386\n");
    assertEquals(0, place.run("check", "toy.yaml").exit());
    Run set = place.run("check", "--set", "architecture=[x86_64, i386]", "toy.yaml");
    assertTrue(set.err().endsWith("no mistakes for x86_64, i386\n"), set.all());
  }

  @Test
  void aRecipeFromStandardInputIsReadForEach() throws IOException {
    Workplace.copy(place.folder.resolve("kernel"), place.work.resolve("kernel"));
    Run run = place.runWith(RECIPE.replace("../kernel", "kernel"), "check", "-");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().endsWith("-: no mistakes for x86_64, i386\n"), run.err());
  }

  @Test
  void eachHasALockFile() throws IOException {
    Path kernel = place.folder.resolve("kernel");
    place.shell("tar -C \"$FOLDER\" -cf toy.tar kernel");
    String digest = org.distroc.host.Sha256.of(Files.readAllBytes(place.work.resolve("toy.tar")));
    place.write(
        "toy.yaml",
        RECIPE.replace("{path: ../kernel}", "{tarball: {file: toy.tar, sha256: " + digest + "}}"));
    assertTrue(Files.exists(kernel));
    Run run = place.run("lock", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(Files.exists(place.work.resolve("toy.x86_64.lock.yaml")), run.all());
    assertTrue(Files.exists(place.work.resolve("toy.i386.lock.yaml")), run.all());
    assertFalse(Files.exists(Lock.fileOf(place.work.resolve("toy.yaml"))), run.all());
    Run again = place.run("lock", "toy.yaml");
    assertEquals(0, again.exit(), again.all());
    assertTrue(again.err().contains("toy.i386.lock.yaml holds."), again.err());

    Run same = place.run("build", "toy.yaml");
    assertEquals(0, same.exit(), same.all());
    Run unchanged = place.run("build", "toy.yaml");
    assertEquals(2, unchanged.err().split("Nothing to build", -1).length - 1, unchanged.all());

    String locked = read("toy.i386.lock.yaml");
    place.write("toy.i386.lock.yaml", locked.replaceFirst("(?m)^  name: \"", "  name: \"0"));
    Run changed = place.run("build", "toy.yaml");
    assertEquals(3, changed.exit(), changed.all());
    assertTrue(changed.err().contains("--> toy.i386.lock.yaml:"), changed.err());
    assertTrue(changed.err().contains("= why: for i386\n"), changed.err());
  }
}
