package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cache prune} removes only what it showed, and only after consent. */
class PruneVerbTest {
  @TempDir Path folder;
  private Workplace place;
  private Path kernel;

  @BeforeEach
  void fillTheCache() throws IOException {
    place = new Workplace(folder);
    kernel = place.host().cacheFolder().resolve("kernels/old/bzImage");
    Files.createDirectories(kernel.getParent());
    Files.write(kernel, new byte[100_000]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "512", "1000000000", "-1", "5GB"})
  void aSizeWithoutAUnitIsRefused(String size) {
    Run run = place.run("cache", "prune", "--yes", "--keep", size);
    assertEquals(2, run.exit(), run.all());
    assertTrue(Files.exists(kernel));
  }

  @Test
  void onATerminalItShowsWhatGoesAndAsks() {
    Run no = place.atTerminal("n\n", "cache", "prune", "--keep", "0");
    assertEquals(0, no.exit(), no.all());
    assertTrue(no.out().contains("kernels "), no.all());
    assertTrue(no.err().contains("Remove 104.0 KiB? [y/N]"), no.all());
    assertTrue(Files.exists(kernel));
    Run yes = place.atTerminal("y\n", "cache", "prune", "--keep", "0");
    assertEquals(0, yes.exit(), yes.all());
    assertFalse(Files.exists(kernel));
    Run nothing = place.atTerminal("", "cache", "prune", "--keep", "0");
    assertTrue(nothing.err().contains("Nothing to remove."), nothing.all());
    assertFalse(nothing.err().contains("[y/N]"), nothing.all());
  }

  @Test
  void withoutATerminalItNeedsTheOption() {
    for (String json : new String[] {"", "--json"}) {
      Run run = place.run(("cache prune --keep 0 " + json).strip().split(" "));
      assertEquals(2, run.exit(), run.all());
      assertTrue(run.all().contains("add `--yes` to remove"), run.all());
      assertTrue(Files.exists(kernel));
    }
    assertEquals(0, place.run("cache", "prune", "--keep", "0", "--dry-run").exit());
    assertTrue(Files.exists(kernel));
    Run run = place.run("cache", "prune", "--keep", "0", "--yes");
    assertEquals(0, run.exit(), run.all());
    assertFalse(Files.exists(kernel));
  }
}
