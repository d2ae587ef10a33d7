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
import org.distroc.arch.x86_64.X8664;
import org.distroc.boot.test.TestWatcher;
import org.distroc.cli.terminal.TerminalSize;
import org.distroc.plan.Machine;
import org.distroc.plan.TestCase;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.Display;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.TestStep;
import org.distroc.spec.TextPattern;
import org.junit.jupiter.api.Test;

class LiveTestViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private static TestCase test(String name) {
    BootTest test =
        new BootTest(
            Duration.ofSeconds(1),
            List.of(
                TestStep.of(new Action.Expect(TextPattern.plain("# "))),
                TestStep.of(new Action.Send("ls\n"))),
            List.of(),
            new ExpectedOutcome.Prompt());
    Machine machine = Machine.of(X8664.BOARD, 64 << 20, Display.SERIAL);
    return new TestCase(name, name, test, machine, Optional.empty());
  }

  /** The screen at one moment, a line for each guest. */
  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsEachGuestOnALineThatFits() throws Exception {
    try (LiveTestView live =
        new LiveTestView(terminal, true, new TerminalSize(24, 60), result -> {})) {
      TestWatcher one = live.started(test("one"));
      TestWatcher two = live.started(test("two"));
      one.look(0, Duration.ofMillis(3210), "Booting\u001b[2J\u0007 the kernel " + "x".repeat(500));
      two.look(1, Duration.ofMillis(100), "漢".repeat(100));
      TimeUnit.MILLISECONDS.sleep(350);
      live.above(() -> terminal.println("two: passed"));
    }
    String shown = shown();
    assertTrue(shown.contains("one  3.2 s  1/2 `# `  | Booting�[2J� the kernel xx"), shown);
    assertTrue(shown.contains("two  0.1 s  2/2 typing `ls\\n`  | 漢漢"), shown);
    fits(shown, 60);
    // Cleared before other output.
    assertTrue(shown.contains("\033[2A\033[J\033[?7htwo: passed\n"), shown);
  }

  private static void fits(String shown, int width) {
    for (String line : shown.split("\n|\033\\[[?0-9]*[AJKhl]|\r")) {
      int columns = line.codePoints().map(c -> c >= 0x1100 && c < 0xfff0 ? 2 : 1).sum();
      assertTrue(columns < width, columns + " columns: " + line);
    }
  }

  @Test
  void takesTwoLinesForAGuestWhereOneHasTooLittleRoom() throws Exception {
    try (LiveTestView live =
        new LiveTestView(terminal, true, new TerminalSize(24, 40), result -> {})) {
      live.started(test("tiny[memory=32M]"))
          .look(0, Duration.ofMillis(3210), "Booting the kernel now");
      TimeUnit.MILLISECONDS.sleep(350);
    }
    assertTrue(
        shown()
            .contains("tiny[memory=32M]  3.2 s  1/2 `# `\033[K\n  | Booting the kernel now\033[K"),
        shown());
    fits(shown(), 40);
  }

  @Test
  void paintsNoMoreLinesThanTheTerminalHas() throws Exception {
    try (LiveTestView live =
        new LiveTestView(terminal, true, new TerminalSize(6, 80), result -> {})) {
      for (int i = 0; i < 9; i++) {
        live.started(test("guest" + i));
      }
      TimeUnit.MILLISECONDS.sleep(350);
    }
    assertTrue(shown().contains("guest2"), shown());
    assertFalse(shown().contains("guest3"), shown());
    assertTrue(shown().contains("\nand 6 more\033[K\n"), shown());
    assertFalse(shown().contains("\033[5A"), shown());
  }

  @Test
  void aSizeThatTheTerminalDoesNotKnowIsTheUsualOne() {
    assertEquals(new TerminalSize(50, 132), TerminalSize.read("50 132\n"));
    assertEquals(TerminalSize.USUAL, TerminalSize.read("0 0\n"));
    assertEquals(TerminalSize.USUAL, TerminalSize.read("stty: standard input: no terminal\n"));
  }

  @Test
  void saysNothingWithoutATerminal() throws Exception {
    try (LiveTestView live = new LiveTestView(terminal, false, TerminalSize.USUAL, result -> {})) {
      live.started(test("one")).look(0, Duration.ZERO, "text");
      TimeUnit.MILLISECONDS.sleep(250);
      live.above(() -> terminal.print("said"));
    }
    assertEquals("said", shown());
  }

  @Test
  void leavesNoLine() throws Exception {
    try (LiveTestView live = new LiveTestView(terminal, true, TerminalSize.USUAL, result -> {})) {
      live.started(test("one"));
      TimeUnit.MILLISECONDS.sleep(250);
    }
    assertTrue(shown().endsWith("\033[1A\033[J\033[?7h"), shown());
    assertFalse(shown().contains("\u0007"));
  }
}
