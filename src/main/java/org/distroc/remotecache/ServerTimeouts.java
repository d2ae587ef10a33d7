package org.distroc.remotecache;

import java.time.Duration;

/**
 * How long a server may take.
 *
 * @param connect until it accepts a connection
 * @param answer until it begins to answer
 * @param grace before its rate counts
 * @param rate bytes in a second, at least, on average of one transfer
 * @param upload for one entry in total; a build waits no longer
 * @param largest bytes of a file
 */
public record ServerTimeouts(
    Duration connect, Duration answer, Duration grace, long rate, Duration upload, long largest) {
  /** Limits for recipes that people share: without them nothing can be built. */
  public static final ServerTimeouts RECIPES =
      new ServerTimeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          1 << 10,
          Duration.ofMinutes(5),
          256L << 20);

  /** Limits for a build that would otherwise compile for a minute. */
  public static final ServerTimeouts USUAL =
      new ServerTimeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          128 << 10,
          Duration.ofSeconds(20),
          1L << 30);
}
