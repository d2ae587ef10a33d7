package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifies recipes of the toy kernel, and plants what makes builds differ to see it found. */
class VerifyTest {
  private static final String INIT =
      """
      #include "syscalls.h"
      #ifndef PLANTED
      #define PLANTED "the same"
      #endif

      int main(void) {
        write(1, PLANTED, sizeof PLANTED);
        for (;;) {
          pause();
        }
      }
      """;

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void makeRecipe() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.write("init.c", INIT);
    place.write(
        "toy.yaml",
        Workplace.RECIPE
            .replace("program: hello", "source: init.c")
            .replace("[kernel, initramfs]", "[kernel, initramfs, iso]"));
  }

  /** A program before the real one on the PATH; {@code REAL} in the script is that one. */
  private void plant(String tool, String script) throws IOException {
    Path real =
        Stream.of(System.getenv("PATH").split(":"))
            .map(entry -> Path.of(entry).resolve(tool))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    place.withOwnPathFirst().tool(tool, script.replace("REAL", real.toString()));
  }

  @Test
  void theSameBytesTwice() throws IOException {
    Run run = place.run("verify", "--json", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().contains("\"same\":true"), run.out());
    assertTrue(run.out().contains("\"differences\":[]"), run.out());
    for (String what :
        List.of(
            "build folder",
            "umask",
            "environment",
            "number of jobs",
            "locale",
            "time zone",
            "clock",
            "order of files")) {
      assertTrue(run.out().matches("(?s).*\"varied\":\\[[^]]*\"" + what + "\".*"), what);
    }
    // Either the host allows these, or it is said that it does not.
    for (String what : List.of("user", "host name", "path of the kernel source", "network")) {
      assertTrue(run.out().contains("\"" + what + "\""), what + run.out());
    }
    try (Stream<Path> left = Files.list(place.host().cacheFolder().resolve("verify"))) {
      assertEquals(List.of(), left.toList());
    }
    assertFalse(Files.exists(place.work.resolve("build")), "nothing is left behind");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      textBlock =
          """
          the clock,       $(date +%s)
          the build path,  $PWD
          the home folder, $HOME
          the umask,       $(umask)
          order of files,  $(ls -U /usr | tr -d '\\n')
          number of jobs,  $(echo "$MAKEFLAGS" | tr -dc 0-9)
          a random number, $(cat /proc/sys/kernel/random/uuid)
          """)
  void whatInitDependsOnIsFound(String what, String value) throws IOException {
    plant("gcc", "exec REAL \"-DPLANTED=\\\"" + value + "\\\"\" \"$@\"");
    Run run = place.run("verify", "toy.yaml");
    assertEquals(5, run.exit(), what + run.all());
    assertTrue(
        run.err()
            .contains("error[D6031]: two builds of toy differ; first difference in init.elf > ."),
        run.all());
    assertTrue(run.err().contains("toy.iso > "), run.all());
    assertTrue(run.err().contains("both builds are kept in build/toy/verify"), run.all());
    assertTrue(Files.exists(place.work.resolve("build/toy/verify/second/init")));
    assertFalse(Files.exists(place.work.resolve("build/toy/verify/second/kernel.config")));
  }

  @Test
  void modesOnTheCdAreFound() throws IOException {
    plant(
        "xorriso",
        "for w; do shift; [ \"$w\" = -r ] && w=-R; set -- \"$@\" \"$w\"; done\n"
            + "exec REAL \"$@\"");
    Run run = place.run("verify", "toy.yaml");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("differ; first difference in toy.iso > "), run.all());
    assertTrue(run.err().matches("(?s).*toy.iso > [a-zA-Z.]+: mode 100[46].*"), run.all());
  }

  @Test
  void aKernelThatDependsOnTheClockIsFound() throws IOException {
    Path makefile = folder.resolve("kernel/Makefile");
    String text = Files.readString(makefile);
    String depends = text.replace("cat kernel.txt $(O)/.config", "{ date +%s; cat kernel.txt; }");
    assertFalse(depends.equals(text));
    Files.writeString(makefile, depends);
    Run run = place.run("verify", "toy.yaml");
    assertEquals(5, run.exit(), run.all());
    assertTrue(
        run.err().contains("differ; first difference in bzImage > compressed kernel"), run.all());
    assertTrue(run.err().contains("bzImage > compressed kernel: line 1: `"), run.all());
  }

  /** -Werror=date-time makes gcc reject the macros of time, before there is anything to compare. */
  @Test
  void theTimeOfTheCompilationIsRefusedAtOnce() throws IOException {
    place.write("init.c", INIT.replace("\"the same\"", "__TIME__"));
    Run run = place.run("verify", "toy.yaml");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6002]"), run.all());
    assertTrue(run.err().contains("__TIME__"), run.all());
  }

  @Test
  void theNameOfTheSourceFileIsTheSameEverywhere() throws IOException {
    place.write("init.c", INIT.replace("\"the same\"", "__FILE__"));
    Run run = place.run("verify", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
  }

  @Test
  void aFailedSecondBuildIsReportedWithItsReason() throws IOException {
    plant("gcc", "case $HOME in */second/*) echo 'no home' >&2; exit 1;; esac\nexec REAL \"$@\"");
    Run run = place.run("verify", "toy.yaml");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6034]"), run.all());
    assertTrue(run.err().contains("no home"), run.all());
  }

  @Test
  void severalRecipesAreAllVerified() throws IOException {
    String recipe = Files.readString(place.work.resolve("toy.yaml"));
    place.write("bad.yaml", recipe.replace("64BIT: y", "64BIT: maybe"));
    place.write("two.yaml", recipe.replace("name: toy", "name: two"));
    Run run = place.run("verify", "toy.yaml", "bad.yaml", "two.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("toy: identical bytes"), run.all());
    assertTrue(run.err().contains("two: identical bytes"), run.all());
    assertEquals(2, place.run("verify", "--against", "x.iso", "toy.yaml", "two.yaml").exit());
  }

  @Test
  void comparesAnImageBuiltElsewhere() throws IOException {
    assertEquals(0, place.run("build", "-q", "toy.yaml").exit());
    place.shell("cp build/toy/toy.iso theirs.iso; rm -r build");
    Run same = place.run("verify", "--against", "theirs.iso", "toy.yaml");
    assertEquals(0, same.exit(), same.all());
    assertTrue(same.err().contains("`theirs.iso` is toy.iso of toy.yaml, byte for byte."));
    place.write("init.c", INIT.replace("the same", "the shame"));
    Run other = place.run("verify", "--against", "theirs.iso", "--json", "toy.yaml");
    assertEquals(5, other.exit(), other.all());
    assertTrue(other.out().contains("\"code\":\"D6032\""), other.all());
    assertTrue(
        other
            .out()
            .matches(
                "(?s).*\"difference\":\"toy.iso > initramfs.cpio > init > segment at 0x400000: .*"),
        other.out());
    Run text = place.run("verify", "--against", "toy.yaml", "toy.yaml");
    assertEquals(2, text.exit(), text.all());
    assertTrue(text.err().contains("error[D6033]"), text.all());
    assertEquals(2, place.run("verify", "--against", "none.iso", "toy.yaml").exit());
  }
}
