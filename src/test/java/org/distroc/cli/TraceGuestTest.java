package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System calls of real guests. */
@Tag("guest")
class TraceGuestTest {
  private static final Path RECIPES = Path.of("recipes").toAbsolutePath();

  @TempDir Path folder;

  /** One command typed on the keyboard of a PC with a screen. */
  @Test
  void oneCommandInTheSmallestShell() {
    Run run =
        Run.in(folder, "trace", RECIPES.resolve("tiny.yaml").toString(), "--typed", "hello you");
    assertEquals(0, run.exit(), run.all());
    String out = run.out();
    String child = out.replaceAll("(?s).*\\[1] fork\\(\\) = (\\d+).*", "$1");
    assertInOrder(
        out,
        "[1] write(1, \"# \", 2) = 2",
        "[1] read(0, \"h\", 1) = 1",
        "[1] read(0, \"\\n\", 1) = 1",
        "[1] fork() = " + child,
        "[" + child + "] execve(\"hello\", [\"hello\", \"you\"], [\"HOME=/\", \"TERM=linux\"]",
        ") = -1 ENOENT (No such file or directory)",
        "[" + child + "] write(1, \": cannot run\\n\", 13) = 13",
        "[" + child + "] exit(127) = ?",
        "[" + child + "] +++ exited with 127 +++",
        "[1] <... wait4 resumed>",
        ") = " + child,
        "[1] write(1, \"# \", 2");
    // Which of the two runs first after fork is up to the kernel.
    assertInOrder(out, "[1] fork() = " + child, "[1] wait4(-1,", "[1] <... wait4 resumed>");
  }

  /** Signals, a killed child, and results that the kernel writes to memory. */
  @Test
  void signalsAndOtherEndsOfProcesses() throws IOException {
    Files.writeString(
        folder.resolve("init.c"),
        """
        #include <signal.h>
        #include <string.h>
        #include <sys/wait.h>
        #include <unistd.h>

        static void handle(int signal) { (void)signal; }

        int main(void) {
          int status;
          int ends[2];
          char text[6];
          pipe(ends);
          signal(SIGUSR1, handle);
          if (fork() == 0) {
            write(ends[1], "five\\n", 5);
            *(volatile int *)8 = 1;
          }
          waitpid(-1, &status, 0);
          read(ends[0], text, 5);
          kill(getpid(), SIGUSR1);
          write(1, "all done\\n", 9);
          for (;;) pause();
        }
        """);
    String serial = Files.readString(RECIPES.resolve("serial.yaml"));
    Path recipe =
        Files.writeString(
            folder.resolve("signals.yaml"),
            serial
                .replaceAll(
                    "(?s)init:.*?image:", "init:\n  source: init.c\n  libc: static\n\nimage:")
                .replaceAll("(?s)  steps:.*", "  steps:\n    - expect: \"all done\"\n"));
    Path list = folder.resolve("list");
    Run run = Run.in(folder, "trace", recipe.toString(), "--to", "list");
    assertEquals(0, run.exit(), run.all());
    String text = Files.readString(list);
    assertInOrder(
        text,
        "[1] pipe2([3, 4], 0) = 0",
        "[1] rt_sigaction(10, 0x",
        "] write(4, ",
        // Its memory may not be mapped before the kernel reads it, and other calls may come
        // between.
        "\"five\\n\", 5) = 5",
        "+++ killed by SIGSEGV +++",
        "[killed by SIGSEGV]",
        "[1] read(3, \"five\\n\", 5) = 5",
        "[1] kill(1, 10) = ?",
        "[1] --- SIGUSR1 ---",
        "[1] rt_sigreturn(",
        "[1] write(1, \"all done\\n\", 9");
  }

  @Test
  void aRecipeWithoutInitHasNothingToTrace() {
    Run run = Run.in(folder, "trace", RECIPES.resolve("bare-kernel.yaml").toString());
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("D7062"), run.all());
  }

  static void assertInOrder(String text, String... parts) {
    int at = 0;
    for (String part : parts) {
      int found = text.indexOf(part, at);
      assertTrue(found >= 0, "`" + part + "` is not where it should be in:\n" + text);
      at = found + part.length();
    }
  }
}
