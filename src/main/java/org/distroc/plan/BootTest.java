package org.distroc.plan;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.distroc.diag.Span;

/**
 * What a guest has to do to pass.
 *
 * @param timeout the time for all of it, from power-on
 * @param steps done in order
 * @param outcome how it is to end
 */
public record BootTest(Duration timeout, List<TestStep> steps, Outcome outcome) {

  /** Refuses a test that could not fail: one that ends at a prompt and expects nothing. */
  public BootTest {
    steps = List.copyOf(steps);
    Objects.requireNonNull(outcome);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("no time for the test: " + timeout);
    }
    if (outcome instanceof Prompt && steps.stream().noneMatch(TestStep.Expect.class::isInstance)) {
      throw new IllegalArgumentException("a test that expects nothing cannot fail");
    }
  }

  /** How the guest is to end. */
  public sealed interface Outcome {}

  /** All steps are done and the guest is still well. */
  public record Prompt() implements Outcome {}

  /**
   * The kernel panics, after all steps are done, and its console shows a text.
   *
   * @param text what the console shows
   * @param span where the recipe says it, if it does
   */
  public record Panic(String text, Optional<Span> span) implements Outcome {
    /** Refuses an empty text. */
    public Panic {
      Objects.requireNonNull(span);
      if (text.isEmpty()) {
        throw new IllegalArgumentException("an empty text is always there");
      }
    }
  }
}
