package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guests of every architecture, on the kernels of one recipe. The first run compiles a kernel for
 * each.
 */
@Tag("long")
class EverywhereLongTest {
  @TempDir Path folder;

  static List<String> architectures() {
    return EverywhereKernels.architectures();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void bootsToAPromptAndAnswers(String architecture) {
    Run run = Run.in(folder, "test", "--arch", architecture, EverywhereKernels.RECIPE.toString());
    System.out.println(run.out());
    assertEquals(0, run.exit(), run.all());
  }

  /** The kernel says where, if it is asked: the second boot does that. */
  @ParameterizedTest
  @MethodSource("architectures")
  void aProgramThatCrashesIsExplainedWithItsLine(String architecture) throws IOException {
    Files.writeString(
        folder.resolve("crash.c"),
        """
        static volatile int *volatile nowhere = (int *)8;

        int main(void)
        {
        	*nowhere = 1;
        	for (;;)
        		;
        }
        """);
    Files.writeString(
        folder.resolve("crash.yaml"), EverywhereKernels.recipe("  source: crash.c\n"));
    Run run = Run.in(folder, "test", "--arch", architecture, "crash.yaml");
    assertEquals(6, run.exit(), run.all());
    assertTrue(run.err().contains("main (crash.c:5)"), run.all());
    assertTrue(run.err().contains("error[D7040]: init "), run.all());
  }
}
