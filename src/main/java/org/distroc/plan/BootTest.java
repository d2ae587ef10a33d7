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
 * @param forbid what the guest must not say
 * @param outcome how it is to end
 */
public record BootTest(
    Duration timeout, List<TestStep> steps, List<Forbidden> forbid, Outcome outcome) {

  /** Refuses a test that could not fail: one that ends at a prompt and expects nothing. */
  public BootTest {
    steps = List.copyOf(steps);
    forbid = List.copyOf(forbid);
    Objects.requireNonNull(outcome);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("no time for the test: " + timeout);
    }
    if (outcome instanceof Prompt && steps.stream().noneMatch(step -> step.action().looks())) {
      throw new IllegalArgumentException("a test that expects nothing cannot fail");
    }
  }

  /** The first step that expects a text; the guest is ready when it is done. */
  public Optional<TestStep> prompt() {
    return steps.stream().filter(step -> step.action() instanceof TestStep.Expect).findFirst();
  }

  /** The TCP ports of the guest that steps talk to, each once. */
  public List<Integer> ports() {
    return steps.stream()
        .map(TestStep::action)
        .filter(TestStep.Port.class::isInstance)
        .map(port -> ((TestStep.Port) port).number())
        .distinct()
        .toList();
  }

  /**
   * What the guest must not say, from power-on to the end of the test or to a panic that is
   * expected.
   *
   * @param span where the recipe says it; empty when it is what every test forbids
   */
  public record Forbidden(TextPattern what, Optional<Span> span) {}

  /** How the guest is to end, after all steps. */
  public sealed interface Outcome {
    /** Where the recipe says it, if it does. */
    default Optional<Span> span() {
      return Optional.empty();
    }

    /** Whether the end of it is a panic of the kernel. */
    default boolean panics() {
      return false;
    }
  }

  /** The guest is still well. */
  public record Prompt() implements Outcome {}

  /**
   * The kernel panics, and its console shows a text.
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

    @Override
    public boolean panics() {
      return true;
    }
  }

  /**
   * Init ends with a status, which the kernel answers with a panic; or the guest writes that number
   * to QEMU's {@code isa-debug-exit} device.
   *
   * @param status 0 to 255
   */
  public record Exit(int status, Optional<Span> span) implements Outcome {
    @Override
    public boolean panics() {
      return true;
    }
  }

  /** The guest restarts the machine. */
  public record Reboot(Optional<Span> span) implements Outcome {}

  /** The guest switches the machine off. */
  public record Poweroff(Optional<Span> span) implements Outcome {}
}
