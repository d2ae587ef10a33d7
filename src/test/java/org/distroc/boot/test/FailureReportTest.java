package org.distroc.boot.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.boot.test.BootResult.StepTime;
import org.distroc.diag.Span;
import org.distroc.diag.TextRenderer;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.TestStep;
import org.distroc.spec.TextPattern;
import org.junit.jupiter.api.Test;

class FailureReportTest {
  private static final Optional<Span> PROMPT =
      Optional.of(new Span("tiny.yaml", 30, 15, 4, "    - expect: \"# \""));
  private static final Optional<Span> TYPED =
      Optional.of(new Span("tiny.yaml", 31, 13, 6, "    - send: \"ls\\n\""));
  private static final Optional<Span> WORDS =
      Optional.of(new Span("bare.yaml", 20, 20, 9, "  outcome: {panic: \"No init\"}"));

  private static final BootTest TEST =
      new BootTest(
          Duration.ofMillis(2500),
          List.of(
              step(new Action.Expect(TextPattern.plain("# ")), PROMPT),
              step(new Action.Send("ls\n"), TYPED)),
          List.of(),
          new ExpectedOutcome.Prompt());
  private static final BootTest PANIC =
      Guests.test(30, new ExpectedOutcome.Panic("No init", WORDS));

  private static TestStep step(Action action, Optional<Span> at) {
    return new TestStep(action, Optional.empty(), Optional.empty(), at);
  }

  private static FailureReport report(BootTest test, int done, String serial, String screen) {
    List<StepTime> times =
        test.steps().stream().limit(done).map(step -> new StepTime(step, Duration.ZERO)).toList();
    return new FailureReport(
        test,
        times,
        serial,
        screen,
        "signal 9 killed it",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  private static String rendered(FailureReport report, Outcome outcome) {
    return new TextRenderer(false).render(report.diagnostic(outcome));
  }

  @Test
  void pointsAtTheStepThatWasWaitedFor() {
    assertEquals(
        """
        error[D7000]: timed out waiting for step 1, `# `
           --> tiny.yaml:30:15
            |
         30 |     - expect: "# "
            |               ^^^^ not seen within 2.5 s
            = why: the last screen:
                   hello
        """,
        rendered(report(TEST, 0, "", "hello\n\n"), Outcome.TIMED_OUT));
  }

  @Test
  void showsTheNearestThingThatDidCome() {
    BootTest test =
        new BootTest(
            Duration.ofSeconds(1),
            List.of(step(new Action.Expect(TextPattern.plain("helo: cannot run")), PROMPT)),
            List.of(),
            new ExpectedOutcome.Prompt());
    String near = rendered(report(test, 0, "# hello: cannot run\n", ""), Outcome.TIMED_OUT);
    assertTrue(
        near.contains("why: `hello: cannot run` is there; `helo: cannot run` was expected\n"),
        near);
    String other = rendered(report(test, 0, "HELO: cannot run\n", ""), Outcome.TIMED_OUT);
    assertTrue(other.contains("expected: only upper and lower case differ\n"), other);
    String before = rendered(report(test, 0, "", "helo: cannot run\n"), Outcome.TIMED_OUT);
    assertTrue(before.contains("`helo: cannot run` was there before this step"), before);
    String none = rendered(report(test, 0, "# \n", ""), Outcome.TIMED_OUT);
    assertFalse(none.contains("is there"), none);
  }

  @Test
  void showsTheLastFifteenLinesOfEachConsole() {
    String serial = "line\n".repeat(40) + "last\n";
    String text = rendered(report(TEST, 0, serial, "screen"), Outcome.TIMED_OUT);
    assertEquals(14, text.lines().filter(line -> line.strip().equals("line")).count(), text);
    assertEquals(1, text.lines().filter(line -> line.strip().equals("last")).count(), text);
    assertEquals(1, text.lines().filter(line -> line.strip().equals("screen")).count(), text);
  }

  @Test
  void quotesTheKernelsPanic() {
    String serial = "x\nKernel panic - not syncing: VFS: no root\nmore\n";
    assertEquals(
        """
        error[D7001]: the kernel panicked: VFS: no root
           --> tiny.yaml:31:13
            |
         31 |     - send: "ls\\n"
            |             ^^^^^^ was waiting for this
            = why: 1 of 2 steps passed
            = why: the serial console's last lines:
                   x
                   Kernel panic - not syncing: VFS: no root
                   more
        """,
        rendered(report(TEST, 1, serial, ""), Outcome.PANICKED));
  }

  @Test
  void distinguishesAnotherPanicFromTheExpectedOne() {
    String serial = "Kernel panic - not syncing: VFS: no root\n";
    assertEquals(
        """
        error[D7004]: the kernel panicked without `No init` in its message
           --> bare.yaml:20:20
            |
         20 |   outcome: {panic: "No init"}
            |                    ^^^^^^^^^ not on the console
            = why: panic message: VFS: no root
            = why: the serial console's last lines:
                   Kernel panic - not syncing: VFS: no root
        """,
        rendered(report(PANIC, 0, serial, ""), Outcome.PANICKED));
  }

  @Test
  void tellsHowQemuEnded() {
    String text = rendered(report(TEST, 1, "", ""), Outcome.QEMU_DIED);
    assertTrue(text.contains(" = why: signal 9 killed it\n"), text);
  }

  @Test
  void namesThePanicThatDidNotCome() {
    String text = rendered(report(PANIC, 0, "", ""), Outcome.TIMED_OUT);
    assertEquals(
        "error[D7000]: timed out waiting for the panic", text.lines().findFirst().orElse(""));
  }

  @Test
  void showsNoEscapesOfTheGuest() {
    assertFalse(rendered(report(TEST, 0, "\033[31mred", ""), Outcome.TIMED_OUT).contains("\033"));
  }
}
