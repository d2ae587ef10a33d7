package org.distroc.recipe;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What has to happen when an image boots.
 *
 * @param timeout of the whole test, from power-on; more than zero
 * @param steps in order
 * @param forbid what the guest must not say
 */
public record BootScript(Duration timeout, List<Step> steps, List<Text> forbid, Outcome outcome) {

  /** Copies the lists. */
  public BootScript {
    steps = List.copyOf(steps);
    forbid = List.copyOf(forbid);
    Objects.requireNonNull(outcome);
  }

  /**
   * A text to look for.
   *
   * @param text one line or a part of it, not empty
   * @param regex whether it is a regular expression, in the syntax of RE2
   */
  public record Text(String text, boolean regex) {}

  /**
   * One step.
   *
   * @param within the time it may take, from the end of the step before
   */
  public record Step(Action action, Optional<Duration> within, Optional<Measure> measure) {}

  /**
   * The time from power-on to the end of a step.
   *
   * @param atMost the budget, if there is one
   */
  public record Measure(String name, Optional<Duration> atMost) {}

  /** What a step waits for or does. */
  public sealed interface Action {
    /** Waits for a text on the console. */
    record Expect(Text what) implements Action {}

    /** Waits for a text on the screen as it stands. */
    record ExpectScreen(Text what) implements Action {}

    /** Types a text; a line feed in it is the Enter key. */
    record Send(String text) implements Action {}

    /**
     * Presses keys.
     *
     * @param chords one after the other; the keys of each together, by {@link KeyNames}' names
     */
    record Press(List<List<String>> chords) implements Action {
      /** Copies the lists. */
      public Press {
        chords = chords.stream().map(List::copyOf).toList();
      }
    }

    /** Talks to a TCP port of the guest. */
    record Port(int number, Optional<String> send, Text expect) implements Action {}

    /** Keeps a picture of the screen. */
    record Screenshot(String name) implements Action {}
  }

  /** How a test has to end. */
  public sealed interface Outcome {
    /** All steps were taken, without a kernel panic. */
    record Prompt() implements Outcome {}

    /** The kernel panics, and what it says contains this text. */
    record Panic(String text) implements Outcome {}

    /** Init ends with this status, 0 to 255. */
    record Exit(int status) implements Outcome {}

    /** The guest restarts the machine. */
    record Reboot() implements Outcome {}

    /** The guest switches the machine off. */
    record Poweroff() implements Outcome {}
  }
}
