package org.distroc.plan;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.distroc.diag.Span;

/**
 * One step of a recipe's test.
 *
 * @param action what is waited for or done
 * @param within the time it may take, from the end of the step before, or from power-on
 * @param measure how its time is reported
 * @param span where the recipe says it, if it does
 */
public record TestStep(
    Action action, Optional<Duration> within, Optional<Measure> measure, Optional<Span> span) {

  /** Refuses null. */
  public TestStep {
    Objects.requireNonNull(action);
    Objects.requireNonNull(within);
    Objects.requireNonNull(measure);
    Objects.requireNonNull(span);
  }

  /** A step with all the time of the test. */
  public static TestStep of(Action action) {
    return new TestStep(action, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * The time from power-on to the end of the step, reported.
   *
   * @param name under which it is reported
   * @param atMost the budget; more fails the test
   */
  public record Measure(String name, Optional<Duration> atMost) {}

  /** What a step waits for or does. */
  public sealed interface Action {

    /** Whether it can fail because of what the guest shows. */
    default boolean looks() {
      return true;
    }
  }

  /** Waits until the console shows a text, after everything that earlier steps matched. */
  public record Expect(TextPattern what) implements Action {}

  /** Waits until the text screen shows a text, anywhere, as it stands at that moment. */
  public record ExpectScreen(TextPattern what) implements Action {}

  /**
   * Types a text: on the keyboard of a machine with a VGA screen, else into the serial port.
   *
   * @param text what to type; a line feed is the Enter key
   */
  public record Send(String text) implements Action {
    /** Refuses null. */
    public Send {
      Objects.requireNonNull(text);
    }

    @Override
    public boolean looks() {
      return false;
    }
  }

  /**
   * Presses keys, on a machine with a VGA screen.
   *
   * @param chords one after the other; each the keys that are pressed together, as QEMU names them
   */
  public record Press(List<List<String>> chords) implements Action {
    /** Copies the lists. */
    public Press {
      chords = chords.stream().map(List::copyOf).toList();
    }

    @Override
    public boolean looks() {
      return false;
    }
  }

  /**
   * Connects to a TCP port of the guest, again and again, until it answers as expected.
   *
   * @param number of the port in the guest
   * @param send what is sent once the connection is there
   * @param expect what the answer has to contain
   */
  public record Port(int number, Optional<String> send, TextPattern expect) implements Action {}

  /**
   * Keeps a picture of the screen.
   *
   * @param name a safe file name, without a suffix
   */
  public record Screenshot(String name) implements Action {
    @Override
    public boolean looks() {
      return false;
    }
  }
}
