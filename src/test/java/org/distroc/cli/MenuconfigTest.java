package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** menuconfig and recipes, with a toy kernel whose menuconfig saves what a test defines. */
class MenuconfigTest {
  private static final String ADDED =
      Workplace.RECIPE.replace(
          "    SERIAL_8250_CONSOLE: y\n",
          "    SERIAL_8250_CONSOLE: y\n    RD_GZIP: y\n    NR_CPUS: 4\n");

  @TempDir Path temporary;
  private Workplace place;
  private Path recipe;

  @BeforeEach
  void recipe() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    recipe = place.write("a.yaml", Workplace.RECIPE);
  }

  /** What the session does, as a line of make; {@code $(O)} is the folder of the .config. */
  private void session(String line) throws IOException {
    Files.writeString(
        temporary.resolve("kernel/Makefile"),
        "\nmenuconfig:\n\t" + line + "\n",
        StandardOpenOption.APPEND);
  }

  private void twoOptions() throws IOException {
    session("@printf 'CONFIG_RD_GZIP=y\\nCONFIG_NR_CPUS=4\\n' >>$(O)/.config");
  }

  @Test
  void writesTheLinesThatWereAgreedTo() throws IOException {
    twoOptions();
    Run run = place.atTerminal("y\n", "menuconfig", "a.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("\n+    RD_GZIP: y\n+    NR_CPUS: 4\n"), run.all());
    assertTrue(run.err().contains("Write this into a.yaml? [y/N] "), run.all());
    assertEquals(ADDED, Files.readString(recipe));
  }

  @Test
  void writesNothingWithoutAYes() throws IOException {
    twoOptions();
    for (String answer : new String[] {"n\n", "\n", ""}) {
      Run run = place.atTerminal(answer, "menuconfig", "a.yaml");
      assertEquals(0, run.exit(), run.all());
      assertTrue(run.err().contains("not changed"), run.all());
      assertEquals(Workplace.RECIPE, Files.readString(recipe));
    }
  }

  @Test
  void aDryRunAsksNothing() throws IOException {
    twoOptions();
    Run run = place.atTerminal("y\n", "menuconfig", "--dry-run", "a.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("+    NR_CPUS: 4\n"), run.all());
    assertFalse(run.err().contains("[y/N]"), run.all());
    assertEquals(Workplace.RECIPE, Files.readString(recipe));
  }

  @Test
  void anOptionSwitchedOffLeavesTheRecipeAndSoDoesWhatNeedsIt() throws IOException {
    session("@sed -i '/CONFIG_SERIAL_8250=y/d' $(O)/.config");
    Run run = place.atTerminal("y\n", "menuconfig", "a.yaml");
    assertEquals(0, run.exit(), run.all());
    assertEquals(
        Workplace.RECIPE.replace("    SERIAL_8250: y\n    SERIAL_8250_CONSOLE: y\n", ""),
        Files.readString(recipe));
  }

  @Test
  void nothingChangesIfNothingIsSaved() throws IOException {
    session("@true");
    Run run = place.atTerminal("y\n", "menuconfig", "a.yaml");
    assertEquals(0, run.exit(), run.all());
    assertEquals("a.yaml: nothing changed\n", run.err());
  }

  @Test
  void aFailedSessionLeavesTheRecipe() throws IOException {
    session("@printf 'CONFIG_NR_CPUS=4\\n' >>$(O)/.config; exit 1");
    Run run = place.atTerminal("y\n", "menuconfig", "a.yaml");
    assertEquals(4, run.exit(), run.all());
    assertTrue(run.err().contains("error[D5061]"), run.all());
    assertEquals(Workplace.RECIPE, Files.readString(recipe));
  }

  @Test
  void theNextSessionStartsFromTheRecipe() throws IOException {
    session("@cp $(O)/.config $(O)/seen; echo CONFIG_NR_CPUS=4 >>$(O)/.config");
    place.atTerminal("n\n", "menuconfig", "a.yaml");
    place.atTerminal("n\n", "menuconfig", "a.yaml");
    try (Stream<Path> files = Files.walk(place.host().cacheFolder().resolve("menuconfig"))) {
      Path seen = files.filter(file -> file.endsWith("seen")).findFirst().orElseThrow();
      assertTrue(Files.readString(seen).contains("CONFIG_NR_CPUS=1\n"));
    }
  }

  @Test
  void thereHasToBeATerminal() throws IOException {
    twoOptions();
    Run run = place.run("menuconfig", "a.yaml");
    assertEquals(2, run.exit(), run.all());
    assertTrue(run.err().contains("`menuconfig` needs a terminal"), run.all());
    assertEquals(2, place.atTerminal("y\n", "menuconfig", "--json", "a.yaml").exit());
    assertEquals(Workplace.RECIPE, Files.readString(recipe));
  }
}
