package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped programs, compiled and linked without a list of system calls in the recipe. */
class ShippedInitTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"hello", "shell"})
  void aShippedProgramNeedsNoList(String program) throws IOException {
    Workplace place = new Workplace(temporary);
    place.kernel();
    place.write(
        "recipe.yaml",
        Workplace.RECIPE
            .replace("program: hello", "program: " + program)
            .replace("  syscalls: [write, pause]\n", ""));
    Run run = place.run("build", "-q", "recipe.yaml");
    assertEquals(0, run.exit(), run.all());
    assertEquals("", run.err());
  }
}
