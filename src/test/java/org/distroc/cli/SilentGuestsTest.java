package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.distroc.boot.test.BootResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guests that print nothing, or print to another console. */
@Tag("guest")
class SilentGuestsTest extends FailedBoots {
  @Test
  void noDriverForTheDisplay() throws Exception {
    keys.put("options", "{" + TERMINALS + "}");
    keys.put("timeout", "3s");
    String shown = assertExplained(boot(), "silence/no-serial-driver", "display");
    assertSays(shown, "last lines of a second, verbose boot:");
    assertSays(shown, "Hello from process 1");
    assertSays(shown, "CPU state then: idle in the kernel, at ");
  }

  @ParameterizedTest
  @CsvSource({
    "serial, tty0, silence/console-on-screen",
    "serial, ttyAMA0, silence/console-elsewhere",
    "vga, ttyS0, silence/console-on-serial"
  })
  @Tag("long")
  void aCommandLineThatSendsTheConsoleElsewhere(String display, String console, String row)
      throws Exception {
    keys.put("display", display);
    if (display.equals("vga")) {
      keys.put("options", "{" + TERMINALS + "}");
    }
    keys.put("cmdline", "[console=" + console + "]");
    keys.put("timeout", "3s");
    assertExplained(boot(), row, "cmdline");
  }

  /**
   * What the kernel prints comes from its first moment on; the console that it then wants is not.
   */
  @Test
  @Tag("long")
  void noDriverForTheConsoleOfTheCommandLine() throws Exception {
    keys.put("options", DISKS);
    keys.put("cmdline", "[\"earlyprintk=serial,ttyS0,115200,keep\", console=ttyAMA0, panic=-1]");
    BootResult result = boot();
    assertTrue(result.console().contains("unable to open an initial console"), result.console());
    assertExplained(result, "console/no-driver", "cmdline");
  }

  @Test
  void aConsoleThatCannotBeOpened() throws Exception {
    // The kernel creates the device; a folder of that name replaces it and cannot be opened.
    FailingGuests.File console = new FailingGuests.File("dev/console/", 0755, new byte[0]);
    BootResult result = bootWith(0755, guests.program("EXIT"), console);
    assertTrue(result.console().contains("unable to open an initial console"), result.console());
    assertExplained(result, "console/none-open", "init");
  }

  @Test
  void tooLittleMemoryForTheKernelItself() throws Exception {
    keys.put("memory", "20M");
    keys.put("timeout", "3s");
    String shown = assertExplained(boot(), "end/too-little-memory", "memory");
    assertSays(shown, "printed nothing either");
  }

  /** The kernel prints nothing, but the CPU state shows that init runs, and where. */
  @Test
  @Tag("long")
  void aQuietKernelWhoseInitRuns() throws Exception {
    keys.put("cmdline", "[quiet]");
    keys.put("timeout", "4s");
    BootResult result = bootWith(0755, guests.program("LOOP"));
    String shown = assertExplained(result, "silence/quiet", "cmdline");
    assertSays(shown, "CPU state then: in a program, at _start (failing-init.c:");
  }
}
