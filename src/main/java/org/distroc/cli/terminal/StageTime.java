package org.distroc.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/**
 * The progress of a stage.
 *
 * @param began by {@link System#nanoTime()}
 * @param steps begun so far
 * @param expectedSteps estimated number of steps; 0 when unknown
 * @param expected estimated duration
 */
public record StageTime(long began, int steps, int expectedSteps, Duration expected) {
  /** A stage that begins now. */
  public StageTime() {
    this(System.nanoTime(), 0, 0, Duration.ZERO);
  }

  /** The same with an estimate. */
  public StageTime expecting(int count, Duration whole) {
    return new StageTime(began, steps, count, whole);
  }

  /** The same after so many steps; fewer than before change nothing. */
  public StageTime at(int count) {
    return new StageTime(began, Math.max(steps, count), expectedSteps, expected);
  }

  /** The time since it began. */
  public Duration soFar() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Seconds so far, or empty below 0.1 s. */
  public String elapsed() {
    double seconds = soFar().toMillis() / 1000.0;
    return seconds < 0.1 ? "" : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  /**
   * Time, steps, and what is left, such as {@code 8.1 s, 40 of about 450 steps, 1 min 20 s left:}.
   */
  public String describe() {
    if (steps == 0) {
      return elapsed();
    }
    // More steps than the last time: this one is of another kind.
    boolean likely = expectedSteps > 0 && steps <= expectedSteps;
    String count = likely ? steps + " of about " + expectedSteps : Integer.toString(steps);
    String left = likely ? ", " + words(left(soFar())) + " left" : "";
    return elapsed() + ", " + count + " steps" + left + ":";
  }

  /** At first as the last time went, and more and more as this one goes. */
  public Duration left(Duration soFar) {
    double part = (double) steps / expectedSteps;
    double asLast = expected.toMillis() * (1 - part);
    double asNow = soFar.toMillis() * (1 - part) / part;
    return Duration.ofMillis(Math.round(asLast * (1 - part) + asNow * part));
  }

  private static String words(Duration time) {
    long seconds = Math.max(1, time.toSeconds());
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
