package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.boot.BootResult.Outcome;
import org.distroc.diag.Code;
import org.distroc.plan.BootTest;
import org.distroc.plan.TestStep;
import org.junit.jupiter.api.Test;

/** How a guest ended decides the code, and with it the exit code. */
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
            Outcome.TIMED_OUT, Code.D7000,
            Outcome.PANICKED, Code.D7001,
            Outcome.GUEST_ENDED, Code.D7002,
            Outcome.QEMU_DIED, Code.D7003,
            Outcome.NOT_TYPED, Code.D7006),
        codes);
  }

  private static FailureReport report() {
    BootTest test =
        new BootTest(
            Duration.ofSeconds(1),
            List.of(new TestStep.Expect("# ", Optional.empty())),
            new BootTest.Prompt());
    return new FailureReport(test, 0, "", "", "signal 9 killed it", List.of());
  }
}
