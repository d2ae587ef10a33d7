package org.distroc.init;

import java.time.Duration;

/**
 * What is waited for.
 *
 * @param what an absolute path that must exist, or the number of a TCP port that must be open
 * @param within the time limit
 */
public record Awaited(String what, Duration within) {
  /** Whether it is a port. */
  public boolean isPort() {
    return !what.startsWith("/");
  }
}
