package org.distroc.init;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program that runs until the system ends.
 *
 * @param after names of services that are ready before it starts
 * @param ready when those after it may start; empty for at once or, if it is never restarted, when
 *     it has ended well
 * @param otherwise what follows when it has failed for good
 * @param ends what follows when it has ended for good
 */
public record Service(
    String name,
    Launch launch,
    List<String> after,
    Optional<Awaited> ready,
    Restart restart,
    Ending otherwise,
    Optional<Ending> ends,
    Place place) {
  /** Copies the list. */
  public Service {
    after = List.copyOf(after);
  }

  /** When a service is started again. */
  public enum Policy {
    /** Never. */
    NO,
    /** If it fails. */
    FAILURE,
    /** However it ends. */
    ALWAYS
  }

  /**
   * How a service is started again.
   *
   * @param delay before the first restart; it doubles
   * @param upTo the longest delay
   * @param atMost restarts in a row; 0 for no limit
   */
  public record Restart(Policy policy, Duration delay, Duration upTo, int atMost) {}
}
