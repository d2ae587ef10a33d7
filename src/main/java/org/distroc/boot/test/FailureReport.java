package org.distroc.boot.test;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.boot.KernelNumbers;
import org.distroc.boot.console.Console;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.boot.test.BootResult.StepTime;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.TestStep;
import org.distroc.spec.TextPattern;

/**
 * Describes how a test failed: the step it was waiting for, and the last output of the guest.
 *
 * @param test the test
 * @param done the steps that passed
 * @param serial the serial console's text
 * @param screen the screen's lines
 * @param ending QEMU's output when it died, else empty
 * @param forbidden the forbidden text that the guest printed
 * @param debugExit the value that the guest wrote to QEMU's {@code isa-debug-exit} device
 * @param ended how the guest ended, if it did
 * @param answer the last answer of a port of the guest, else empty
 */
record FailureReport(
    BootTest test,
    List<StepTime> done,
    String serial,
    String screen,
    String ending,
    Optional<BootTest.Forbidden> forbidden,
    Optional<Integer> debugExit,
    Optional<Console.Ending> ended,
    String answer) {
  private static final int LAST_LINES = 15;
  private static final Pattern INIT_STATUS =
      Pattern.compile("Attempted\\s+to\\s+kill\\s+init!\\s+exitcode=0x([0-9a-f]{8})");
  private static final Pattern PANIC_LINE =
      Pattern.compile("Kernel\\s+panic\\s+-\\s+not\\s+syncing:\\s*(.+)");

  /** The diagnostic of a test that did not pass. */
  Diagnostic diagnostic(Outcome outcome) {
    Diagnostic diagnostic =
        switch (outcome) {
          case TIMED_OUT ->
              Diagnostic.error(Code.D7000, "timed out waiting for " + waitedFor())
                  .label("not seen within " + seconds(test.timeout()));
          case PANICKED -> panicked();
          case GUEST_ENDED ->
              Diagnostic.error(Code.D7002, "the guest ended while waiting for " + waitedFor())
                  .label("never came");
          case QEMU_DIED ->
              Diagnostic.error(Code.D7003, "QEMU exited before the test was done")
                  .why(ending)
                  .help("rerun the test, and check that the host has free memory");
          case NOT_TYPED ->
              Diagnostic.error(Code.D7006, "the guest did not read the keyboard")
                  .label("only partly typed");
          case FORBIDDEN -> said();
          case ENDED_OTHERWISE ->
              Diagnostic.error(Code.D7013, "expected " + expectedEnd() + ", but " + howItEnded())
                  .label("ended differently");
          case OVER_BUDGET -> overBudget();
          case TOO_LATE ->
              Diagnostic.error(Code.D7011, "step timed out waiting for " + waitedFor())
                  .label("not seen within " + seconds(step().within().orElse(test.timeout())));
          case PASSED -> throw new IllegalArgumentException("nothing failed");
        };
    Diagnostic placed = diagnostic.at().isPresent() ? diagnostic : diagnostic.at(span());
    return withEvidence(placed);
  }

  private Diagnostic said() {
    BootTest.Forbidden what = forbidden.orElseThrow();
    Diagnostic said =
        Diagnostic.error(
                Code.D7010,
                "the guest printed `" + StepDescriptions.shown(what.what().text()) + "`")
            .why("the test forbids it" + (what.span().isPresent() ? "" : ", as every test does"))
            .help("`forbid` lists what the guest must not print; `forbid: []` allows everything");
    return (what.span().isPresent() ? said.at(what.span()) : said)
        .label(what.span().isPresent() ? "forbidden here" : "was waiting for this");
  }

  private String howItEnded() {
    if (debugExit.isPresent()) {
      return "it exited with " + debugExit.get();
    }
    for (String text : List.of(serial, screen)) {
      Matcher matcher = INIT_STATUS.matcher(text);
      if (matcher.find()) {
        return "init ended: " + KernelNumbers.waitStatus(matcher.group(1));
      }
    }
    boolean restarted = ended.equals(Optional.of(Console.Ending.RESET));
    return restarted ? "it rebooted" : "it powered off";
  }

  private String expectedEnd() {
    if (test.outcome() instanceof ExpectedOutcome.Exit exit) {
      return "init to exit with status " + exit.status();
    }
    return "the guest to "
        + (test.outcome() instanceof ExpectedOutcome.Reboot ? "reboot" : "power off");
  }

  private Diagnostic overBudget() {
    List<StepTime> over = done.stream().filter(StepTime::isOverBudget).toList();
    TestStep.Measure first = over.get(0).step().measure().orElseThrow();
    Diagnostic diagnostic =
        Diagnostic.error(
                Code.D7012,
                "`" + first.name() + "` took " + milliseconds(over.get(0).at()) + " from power-on")
            .at(over.get(0).step().span())
            .label("at most " + milliseconds(first.atMost().orElseThrow()));
    for (StepTime more : over.subList(1, over.size())) {
      TestStep.Measure measure = more.step().measure().orElseThrow();
      diagnostic =
          diagnostic.why(
              "`"
                  + measure.name()
                  + "` took "
                  + milliseconds(more.at())
                  + ", but the limit is "
                  + milliseconds(measure.atMost().orElseThrow()));
    }
    return diagnostic.help(
        "times depend on the machine: raise the limit, or make the guest faster");
  }

  private static String milliseconds(Duration time) {
    return time.toMillis() + " ms";
  }

  private Diagnostic panicked() {
    String said = panicLine().map(line -> ": " + line).orElse("");
    if (test.outcome() instanceof ExpectedOutcome.Panic panic && allDone()) {
      return Diagnostic.error(
              Code.D7004, "the kernel panicked without `" + panic.text() + "` in its message")
          .why("panic message" + said)
          .label("not on the console");
    }
    return Diagnostic.error(Code.D7001, "the kernel panicked" + said).label("was waiting for this");
  }

  private Diagnostic withEvidence(Diagnostic diagnostic) {
    Diagnostic full = nearest().map(diagnostic::why).orElse(diagnostic);
    if (!done.isEmpty()) {
      full = full.why(done.size() + " of " + test.steps().size() + " steps passed");
    }
    full = withLastLines(full, "the last answer of the port:", answer);
    full = withLastLines(full, "the last screen:", screen);
    return withLastLines(full, "the serial console's last lines:", serial);
  }

  /** What is on a console instead of the text that the test waits for. */
  private Optional<String> nearest() {
    if (allDone()) {
      return Optional.empty();
    }
    Optional<TextPattern> what = expected(step().action()).filter(text -> !text.regex());
    return what.map(TextPattern::text).flatMap(this::nearest);
  }

  private static Optional<TextPattern> expected(Action action) {
    return action instanceof Action.Expect one
        ? Optional.of(one.what())
        : action instanceof Action.ExpectScreen other
            ? Optional.of(other.what())
            : Optional.empty();
  }

  private Optional<String> nearest(String wanted) {
    String quoted = "`" + StepDescriptions.shown(wanted) + "`";
    Optional<NearestText.Found> found =
        Stream.of(serial, screen)
            .flatMap(text -> NearestText.in(text, wanted).stream())
            .min(Comparator.comparingInt(NearestText.Found::distance));
    return found.map(
        near ->
            near.distance() == 0
                ? quoted + " was there before this step, which waits for it to come again"
                : "`"
                    + StepDescriptions.shown(near.text())
                    + "` is there; "
                    + quoted
                    + " was expected"
                    + (NearestText.differInCase(near.text(), wanted)
                        ? ": only upper and lower case differ"
                        : ""));
  }

  private static Diagnostic withLastLines(Diagnostic diagnostic, String head, String text) {
    List<String> lines = text.stripTrailing().lines().toList();
    if (text.isBlank()) {
      return diagnostic;
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    return diagnostic.why(head + "\n" + String.join("\n", last));
  }

  /** The message of the panic, from the console that has it. */
  private Optional<String> panicLine() {
    for (String text : List.of(serial, screen)) {
      Matcher matcher = PANIC_LINE.matcher(text);
      if (matcher.find()) {
        return Optional.of(matcher.group(1).strip());
      }
    }
    return Optional.empty();
  }

  private boolean allDone() {
    return done.size() == test.steps().size();
  }

  private TestStep step() {
    return test.steps().get(done.size());
  }

  private String waitedFor() {
    if (!allDone()) {
      return "step " + (done.size() + 1) + ", " + StepDescriptions.of(step().action());
    }
    ExpectedOutcome outcome = test.outcome();
    return outcome instanceof ExpectedOutcome.Reboot
        ? "the reboot"
        : outcome instanceof ExpectedOutcome.Poweroff
            ? "the power-off"
            : outcome instanceof ExpectedOutcome.Exit ? "init to exit" : "the panic";
  }

  private Optional<Span> span() {
    return allDone() ? test.outcome().span() : step().span();
  }

  private static String seconds(Duration time) {
    if (time.toMillis() < 100) {
      return time.toMillis() + " ms";
    }
    return time.toMillis() % 1000 == 0
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
