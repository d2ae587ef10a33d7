package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are right at work: the shipped ones, and what users write. */
@Tag("guest")
class InitGuestTest {
  private static final List<String> CALLS =
      List.of("read", "write", "fork", "execve", "wait4", "_exit");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "static"})
  void runsWhatIsTyped(String libc) throws Exception {
    InitBuild.in(folder, libc, List.of("shell.c"), CALLS).make();
    try (Guest guest = new Guest(folder.resolve("init"), folder)) {
      expect(guest, "", "# ");
      expect(guest, "\n", "# ");
      expect(guest, "missing with words\n", "missing: cannot run\r\n# ");
      expect(guest, " \t missing\t\n", "\nmissing: cannot run\r\n# ");
      expect(guest, "/dev/console\n", "/dev/console: cannot run\r\n# ");
      expect(guest, "\004", "# ");
      expect(guest, "missing\004\004", "missing: cannot run\r\n# ");
      String long1 = expect(guest, "a".repeat(5000) + " /missing\n", "too long\r\n# ");
      assertFalse(long1.contains("cannot run"), long1);
      expect(guest, "b".repeat(1022) + "\n", "b: cannot run\r\n# ");
      expect(guest, "c".repeat(1023) + "\n", "too long\r\n# ");
      expect(guest, "d ".repeat(511) + "\n", "d: cannot run\r\n# ");
      expect(guest, "/init\n", "# ");
      expect(guest, "\u00e4\u00f6\n", "\u00e4\u00f6: cannot run\r\n# ");
    }
  }

  @Test
  void greetsAndStays() throws Exception {
    InitBuild.in(folder, "none", List.of("hello.c"), List.of("write", "pause")).make();
    try (Guest guest = new Guest(folder.resolve("init"), folder)) {
      String console = guest.await("Hello from process 1", 0, Duration.ofSeconds(30));
      assertTrue(console.contains("Hello from process 1"), console);
      String after = guest.await("Kernel panic", 0, Duration.ofSeconds(3));
      assertFalse(after.contains("Kernel panic"), after);
    }
  }

  /** A segment without a byte in the file is one that kernels have had trouble with. */
  @ParameterizedTest
  @ValueSource(strings = {"static char text[8];", "static char text[8] = \"later\";"})
  void variablesHaveTheirFirstValues(String variable) throws Exception {
    InitBuild.in(folder, "none", List.of("source/init.c"), List.of("write", "pause"))
        .file(
            "source/init.c",
            """
            #include "syscalls.h"
            static char zeros[10000];
            %s
            int main(void)
            {
            	int dirty = 0;

            	for (unsigned i = 0; i < sizeof(zeros); i++)
            		dirty |= zeros[i];
            	zeros[9999] = 1;
            	text[0] = dirty ? 'd' : 'c';
            	write(1, text, 1);
            	write(1, "lean\\n", 5);
            	for (;;)
            		pause();
            }
            """
                .formatted(variable))
        .make();
    try (Guest guest = new Guest(folder.resolve("init"), folder)) {
      String console = guest.await("clean", 0, Duration.ofSeconds(30));
      assertTrue(console.contains("clean"), console);
    }
  }

  /** Types, and waits for an answer; the kernel's own messages come in between now and then. */
  private static String expect(Guest guest, String typed, String answer) throws Exception {
    int before = guest.said();
    guest.type(typed);
    String said = guest.await(answer, before, Duration.ofSeconds(30));
    assertTrue(said.contains(answer), "typed " + typed + ", got: " + said);
    return said;
  }
}
