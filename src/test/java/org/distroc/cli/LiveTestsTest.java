package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.distroc.boot.TestWatcher;
import org.distroc.plan.BootTest;
import org.distroc.plan.Machine;
import org.distroc.plan.TestCase;
import org.distroc.plan.TestStep;
import org.distroc.plan.TextPattern;
import org.junit.jupiter.api.Test;

class LiveTestsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private static TestCase test(String name) {
    BootTest test =
        new BootTest(
            Duration.ofSeconds(1),
            List.of(
                TestStep.of(new TestStep.Expect(TextPattern.plain("# "))),
                TestStep.of(new TestStep.Send("ls\n"))),
            List.of(),
            new BootTest.Prompt());
    Machine machine = Machine.of("qemu", 64 << 20, Machine.Display.SERIAL);
    return new TestCase(name, name, test, machine, Optional.empty());
  }

  /** What stood on the terminal at some moment, a line for each guest. */
  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsEachGuestOnALineThatFits() throws Exception {
    try (LiveTests live = new LiveTests(terminal, true, 60)) {
      TestWatcher one = live.row(test("one"));
      TestWatcher two = live.row(test("two"));
      one.look(0, Duration.ofMillis(3210), "Booting\u001b[2J\u0007 the kernel " + "x".repeat(500));
      two.look(1, Duration.ofMillis(100), "漢".repeat(100));
      TimeUnit.MILLISECONDS.sleep(350);
      live.above(() -> terminal.println("two: passed"));
    }
    String shown = shown();
    assertTrue(shown.contains("one  3.2 s  1/2 `# `  | Booting�[2J� the kernel xx"), shown);
    assertTrue(shown.contains("two  0.1 s  2/2 typing `ls\\n`  | 漢漢"), shown);
    for (String line : shown.split("\n|\033\\[[0-9]*[AJK]|\r")) {
      int columns = line.codePoints().map(c -> c >= 0x1100 && c < 0xfff0 ? 2 : 1).sum();
      assertTrue(columns < 60, columns + " columns: " + line);
    }
    // Cleared before something else was said.
    assertTrue(shown.contains("\033[2A\033[Jtwo: passed\n"), shown);
  }

  @Test
  void saysNothingWithoutATerminal() throws Exception {
    try (LiveTests live = new LiveTests(terminal, false, 60)) {
      live.row(test("one")).look(0, Duration.ZERO, "text");
      TimeUnit.MILLISECONDS.sleep(250);
      live.above(() -> terminal.print("said"));
    }
    assertEquals("said", shown());
  }

  @Test
  void leavesNoLineBehind() throws Exception {
    try (LiveTests live = new LiveTests(terminal, true, 80)) {
      live.row(test("one"));
      TimeUnit.MILLISECONDS.sleep(250);
    }
    assertTrue(shown().endsWith("\033[1A\033[J"), shown());
    assertFalse(shown().contains("\u0007"));
  }
}
