package org.distroc.boot.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.diag.Code;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.TestStep;
import org.distroc.spec.TextPattern;
import org.junit.jupiter.api.Test;

/** The way a guest ended determines the diagnostic, and so the exit code. */
class OutcomeCodesTest {
  @Test
  void everyEndHasItsCode() {
    Map<Outcome, Code> codes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.PASSED) {
        codes.put(outcome, report().diagnostic(outcome).code());
      }
    }
    assertEquals(
        Map.of(
            Outcome.FORBIDDEN, Code.D7010,
            Outcome.TOO_LATE, Code.D7011,
            Outcome.OVER_BUDGET, Code.D7012,
            Outcome.ENDED_OTHERWISE, Code.D7013,
            Outcome.TIMED_OUT, Code.D7000,
            Outcome.PANICKED, Code.D7001,
            Outcome.GUEST_ENDED, Code.D7002,
            Outcome.QEMU_DIED, Code.D7003,
            Outcome.NOT_TYPED, Code.D7006),
        codes);
  }

  private static FailureReport report() {
    Action.Expect prompt = new Action.Expect(TextPattern.plain("# "));
    Optional<TestStep.Measure> measure =
        Optional.of(new TestStep.Measure("prompt", Optional.of(Duration.ofMillis(1))));
    TestStep step = new TestStep(prompt, Optional.empty(), measure, Optional.empty());
    return new FailureReport(
        Guests.test(1, step, Guests.expect("never")),
        List.of(new BootResult.StepTime(step, Duration.ofMillis(2))),
        "",
        "",
        "signal 9 killed it",
        Optional.of(new BootTest.Forbidden(TextPattern.plain("Oops"), Optional.empty())),
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
