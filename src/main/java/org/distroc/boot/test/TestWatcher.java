package org.distroc.boot.test;

import java.time.Duration;

/** Listens to the progress of a test, many times a second; it must return quickly. */
public interface TestWatcher {
  /** Watches nothing. */
  TestWatcher NONE = (done, time, line) -> {};

  /**
   * The test goes on.
   *
   * @param done how many steps are done
   * @param time since power-on
   * @param lastLine what the console said last; it may be hostile
   */
  void look(int done, Duration time, String lastLine);
}
