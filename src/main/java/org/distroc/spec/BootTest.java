package org.distroc.spec;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.distroc.diag.Span;

/**
 * What a guest has to do to pass.
 *
 * @param timeout of the whole test, from power-on; more than zero
 * @param steps in order
 * @param forbid what the guest must not print
 * @param outcome how it must end
 */
public record BootTest(
    Duration timeout, List<TestStep> steps, List<Forbidden> forbid, ExpectedOutcome outcome) {

  /** Copies the lists; rejects a timeout that leaves no time. */
  public BootTest {
    steps = List.copyOf(steps);
    forbid = List.copyOf(forbid);
    Objects.requireNonNull(outcome);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("no time for the test: " + timeout);
    }
  }

  /** Whether it checks anything: it expects a text, or an end other than a prompt. */
  public boolean canFail() {
    return !(outcome instanceof ExpectedOutcome.Prompt)
        || steps.stream().anyMatch(step -> step.action().looks());
  }

  /** The first step that expects a text; the guest is ready when it is done. */
  public Optional<TestStep> prompt() {
    return steps.stream().filter(step -> step.action() instanceof Action.Expect).findFirst();
  }

  /** The TCP ports of the guest that steps connect to, each once. */
  public List<Integer> ports() {
    return steps.stream()
        .map(TestStep::action)
        .filter(Action.Port.class::isInstance)
        .map(port -> ((Action.Port) port).number())
        .distinct()
        .toList();
  }

  /**
   * What the guest must not print, from power-on to the end of the test or to an expected panic.
   *
   * @param span where the recipe says it; empty for what every test forbids
   */
  public record Forbidden(TextPattern what, Optional<Span> span) {}
}
