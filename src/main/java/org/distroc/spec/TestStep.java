package org.distroc.spec;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.distroc.diag.Span;

/**
 * One step of a test.
 *
 * @param action what it waits for or does
 * @param within its time limit, from the end of the previous step or from power-on
 * @param measure the measurement that its end completes, if any
 * @param span where the recipe says it; empty if it does not
 */
public record TestStep(
    Action action, Optional<Duration> within, Optional<Measure> measure, Optional<Span> span) {

  /** Rejects null. */
  public TestStep {
    Objects.requireNonNull(action);
    Objects.requireNonNull(within);
    Objects.requireNonNull(measure);
    Objects.requireNonNull(span);
  }

  /** A step limited only by the timeout of its test. */
  public static TestStep of(Action action) {
    return new TestStep(action, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * The time from power-on to the end of a step.
   *
   * @param name under which it is reported
   * @param atMost the budget; exceeding it fails the test
   */
  public record Measure(String name, Optional<Duration> atMost) {}
}
