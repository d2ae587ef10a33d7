package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests that are watched, whose kernel is for several processors and moves when it boots. */
@Tag("long")
class TraceOtherKernelLongTest {
  @TempDir Path folder;
  private Path recipe;

  @BeforeEach
  void makeRecipe() throws IOException {
    String tiny = Files.readString(Path.of("recipes/tiny.yaml").toAbsolutePath());
    String options = "  options:\n    SMP: y\n    RELOCATABLE: y\n    RANDOMIZE_BASE: y\n";
    recipe =
        Files.writeString(
            folder.resolve("moving.yaml"),
            tiny.replace("name: tiny", "name: moving").replace("  options:\n", options));
  }

  @Test
  void theTasksOfItsSystemCallsAreKnown() {
    Run run = Run.in(folder, "trace", recipe.toString());
    assertEquals(0, run.exit(), run.all());
    TraceGuestTest.assertInOrder(
        run.out(),
        "[1] write(1, \"# \", 2) = 2",
        "[1] fork() = ",
        "execve(\"hello\", ",
        "] exit(127) = ?",
        "[1] write(1, \"# \", 2) = 2");
    assertTrue(!run.out().contains("[0]"), run.out());
  }

  @Test
  void itsBootIsMeasured() throws IOException {
    Run run = Run.in(folder, "boot", "--trace", recipe.toString());
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("booting the kernel directly, with `nokaslr`"), run.err());
    assertTrue(Files.size(folder.resolve("build/moving/boot.svg")) > 1000);
  }
}
