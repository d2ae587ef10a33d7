package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.host.Host;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs about kernel options on the kernels that the shipped recipes name. */
@Tag("kernel")
class RealOptionsTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  @TempDir Path folder;

  private Run run(String... words) {
    return Run.of(new Host(System.getenv(), folder), words);
  }

  @Test
  void theShippedRecipesGiveNoWarning() throws IOException {
    try (Stream<Path> recipes = Files.list(HERE.resolve("recipes"))) {
      List<Path> all = recipes.filter(f -> f.toString().endsWith(".yaml")).toList();
      assertTrue(all.size() >= 5, "recipes: " + all);
      for (Path recipe : all) {
        Run check = run("check", recipe.toString());
        assertEquals(0, check.exit(), check.all());
        assertFalse(check.err().contains("warning"), check.err());
      }
    }
  }

  @Test
  void aConfigurationBecomesTheRecipeThatItCameFrom() throws IOException {
    String serial = HERE.resolve("recipes/serial.yaml").toString();
    Run config = run("config", serial);
    assertEquals(0, config.exit(), config.all());
    Files.writeString(folder.resolve("serial.config"), config.out());
    Run made = run("new", "copy", "--from", "serial.config");
    assertEquals(0, made.exit(), made.all());
    String recipe = Files.readString(folder.resolve("copy.yaml"));
    assertTrue(recipe.contains("  base: tinyconfig\n"), recipe);
    assertTrue(made.err().contains("tinyconfig and 6 options: verified"), made.err());
    Run diff = run("config", "copy.yaml", "--diff", serial, "--json");
    assertTrue(diff.out().contains("\"groups\":[]"), diff.all());
    assertEquals(config.out(), run("config", "copy.yaml").out());
  }

  @Test
  void explainsTheWholeChain() {
    String tiny = HERE.resolve("recipes/tiny.yaml").toString();
    Run run = run("explain", "SERIAL_8250_CONSOLE", "-r", tiny);
    assertEquals(0, run.exit(), run.all());
    assertTrue(
        run.out().contains("add `SERIAL_8250_CONSOLE: y` and `SERIAL_8250: y` (verified)"),
        run.out());
    assertTrue(run.out().contains("Device Drivers > Character devices > Serial drivers"));
    assertTrue(run.out().contains("  SERIAL_PXA_CONSOLE  "), run.out());
  }
}
