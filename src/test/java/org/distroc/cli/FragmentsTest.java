package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes with {@code kernel.fragments}. */
class FragmentsTest {
  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void aToyWithTwoFragments() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.write("recipe.yaml", recipe("[a.config, b.config]"));
    place.write("a.config", "# comment\nCONFIG_TTY=y\nCONFIG_NR_CPUS=2\nCONFIG_PRINTK=n\n");
    place.write("b.config", "CONFIG_NR_CPUS=3\n");
  }

  private static String recipe(String fragments) {
    return Workplace.RECIPE
        .replace("  base: tinyconfig\n", "  base: tinyconfig\n  fragments: " + fragments + "\n")
        .replace("    TTY: y\n", "");
  }

  @Test
  void theLastRequestCountsAndTheRecipeHasTheLastWord() {
    Run config = place.run("config", "recipe.yaml");
    assertEquals(0, config.exit(), config.all());
    assertTrue(config.out().contains("\nCONFIG_TTY=y\n"), config.out());
    assertTrue(config.out().contains("\nCONFIG_NR_CPUS=3\n"), config.out());
    assertTrue(config.out().contains("\nCONFIG_PRINTK=y\n"), config.out());
  }

  @Test
  void aLineThatDoesNotTakeEffectIsAnErrorAtItsPlace() throws IOException {
    assertEquals(0, place.run("check", "recipe.yaml").exit());
    // A check that passed is not remembered for files that changed since.
    place.write("b.config", "\nCONFIG_NR_CPUS=100\n");
    Run check = place.run("check", "recipe.yaml");
    assertEquals(3, check.exit(), check.all());
    assertTrue(check.err().contains("error[D2070]: `NR_CPUS=100` becomes"), check.err());
    assertTrue(check.err().contains("--> b.config:2:1"), check.err());
  }

  @Test
  void aTypingErrorIsFound() throws IOException {
    place.write("b.config", "CONFIG_BINFMT_ELV=y\nTTY=y\n");
    Run check = place.run("check", "recipe.yaml");
    assertEquals(3, check.exit(), check.all());
    assertTrue(check.err().contains("error[D2070]: the kernel has no option"), check.err());
    assertTrue(check.err().contains("did you mean `BINFMT_ELF`"), check.err());
    assertTrue(check.err().contains("error[D2110]: this line is not a setting"), check.err());
    assertTrue(check.err().contains("--> b.config:2:1"), check.err());
  }

  @Test
  void aFragmentIsAFileInTheFolderOfTheRecipe() throws IOException {
    place.write("recipe.yaml", recipe("[../other.config, none.config]"));
    Run check = place.run("check", "recipe.yaml");
    assertEquals(3, check.exit(), check.all());
    assertTrue(check.err().contains("error[D1040]"), check.err());
    assertTrue(check.err().contains("error[D1041]"), check.err());
  }

  @Test
  void theLinesAreInTheFragmentOfTheProject() throws IOException {
    Run expand = place.run("expand", "recipe.yaml");
    assertEquals(0, expand.exit(), expand.all());
    String text = Files.readString(place.work.resolve("build/toy/kernel.fragment"));
    assertTrue(text.contains("CONFIG_NR_CPUS=3\n"), text);
  }
}
