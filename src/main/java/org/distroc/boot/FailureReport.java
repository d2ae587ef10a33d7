package org.distroc.boot;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.boot.BootResult.Outcome;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.plan.BootTest;
import org.distroc.plan.TestStep;

/**
 * Says why a test failed: at the step that was waited for, with what the guest showed last and what
 * that means.
 *
 * @param test what was to happen
 * @param done how many of its steps did
 * @param serial the serial console's text
 * @param screen the screen's lines
 * @param ending what QEMU said when it died, else empty
 * @param explanations what is known about it
 */
record FailureReport(
    BootTest test,
    int done,
    String serial,
    String screen,
    String ending,
    List<Explanation> explanations) {
  private static final int LAST_LINES = 15;
  private static final int LONGEST_TEXT = 60;
  private static final Pattern PANIC_LINE =
      Pattern.compile("Kernel\\s+panic\\s+-\\s+not\\s+syncing:\\s*(.+)");

  /** The diagnostic of a test that did not pass. */
  Diagnostic diagnostic(Outcome outcome) {
    Diagnostic diagnostic =
        switch (outcome) {
          case TIMED_OUT ->
              Diagnostic.error(
                      Code.D7000, "the guest ran out of time: " + waitedFor() + " did not come")
                  .label("not seen within " + seconds(test.timeout()));
          case PANICKED -> panicked();
          case GUEST_ENDED ->
              Diagnostic.error(Code.D7002, "the guest ended before " + waitedFor() + " came")
                  .label("never came");
          case QEMU_DIED ->
              Diagnostic.error(Code.D7003, "QEMU ended under the guest before the test did")
                  .why(ending)
                  .help("run the test again, and look whether the host has memory left");
          case NOT_TYPED ->
              Diagnostic.error(Code.D7006, "the guest did not read its keyboard")
                  .label("not typed to its end");
          case PASSED -> throw new IllegalArgumentException("nothing failed");
        };
    return withEvidence(diagnostic.at(span()), outcome);
  }

  private Diagnostic panicked() {
    String said = panicLine().map(line -> ": " + line).orElse("");
    if (test.outcome() instanceof BootTest.Panic panic && done == test.steps().size()) {
      return Diagnostic.error(
              Code.D7004, "the kernel panicked, but did not say `" + panic.text() + "`")
          .why("it said" + said)
          .label("not on the console");
    }
    return Diagnostic.error(Code.D7001, "the kernel panicked" + said)
        .label("still waited for when it did");
  }

  private Diagnostic withEvidence(Diagnostic diagnostic, Outcome outcome) {
    Diagnostic full = diagnostic;
    for (Explanation explanation : explanations) {
      full = full.why(explanation.sentence());
    }
    if (done > 0) {
      full = full.why(done + " of " + test.steps().size() + " steps were done");
    }
    full = withLastLines(full, "the screen showed last:", screen);
    full = withLastLines(full, "the serial console's last lines:", serial);
    for (Explanation explanation : explanations) {
      for (String help : explanation.help()) {
        full = full.help(help);
      }
    }
    return outcome == Outcome.TIMED_OUT && explanations.isEmpty()
        ? full.help("if the guest is only slow, give its test a longer `timeout`")
        : full;
  }

  private static Diagnostic withLastLines(Diagnostic diagnostic, String head, String text) {
    List<String> lines = text.stripTrailing().lines().toList();
    if (text.isBlank()) {
      return diagnostic;
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    return diagnostic.why(head + "\n" + String.join("\n", last));
  }

  /** The words of the panic, from the console that has them. */
  private Optional<String> panicLine() {
    for (String text : List.of(serial, screen)) {
      Matcher matcher = PANIC_LINE.matcher(text);
      if (matcher.find()) {
        return Optional.of(matcher.group(1).strip());
      }
    }
    return Optional.empty();
  }

  private String waitedFor() {
    if (done < test.steps().size()) {
      TestStep step = test.steps().get(done);
      String number = "step " + (done + 1) + ", ";
      return step instanceof TestStep.Expect expect
          ? number + "`" + shown(expect.text()) + "`,"
          : number + "typing `" + shown(((TestStep.Send) step).text()) + "`,";
    }
    return "the panic";
  }

  private Optional<Span> span() {
    if (done < test.steps().size()) {
      return test.steps().get(done).span();
    }
    return test.outcome() instanceof BootTest.Panic panic ? panic.span() : Optional.empty();
  }

  private static String shown(String text) {
    String line = text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
