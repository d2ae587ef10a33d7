package org.distroc.host;

import java.time.Duration;
import java.util.List;

/**
 * How a command ended.
 *
 * @param exit its exit status; 128 plus the number of the signal that killed it
 * @param output what it wrote to standard output, decoded as UTF-8; at most the first 8 MiB
 * @param errors the last 64 KiB that it wrote to standard error
 * @param timedOut whether distroc killed it because its time was up
 * @param time from start to end
 */
public record Outcome(int exit, String output, String errors, boolean timedOut, Duration time) {

  /** Whether it ended by itself with status 0. */
  public boolean succeeded() {
    return exit == 0 && !timedOut;
  }

  /** The last lines of its errors, or else of its output, for a message. */
  public String lastLines(int most) {
    List<String> lines = (errors.isBlank() ? output : errors).stripTrailing().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - most), lines.size()));
  }
}
