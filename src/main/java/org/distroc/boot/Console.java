package org.distroc.boot;

import java.time.Duration;
import java.util.Optional;

/** What a test needs of a guest: to read its consoles, to type, and to learn that it ended. */
interface Console {

  /** What the serial port said. */
  ConsoleText serial();

  /** What the screen showed; always empty for a machine without a screen. */
  ConsoleText screen();

  /** The 25 lines of the screen as they are now, or were last; empty without a screen. */
  String screenNow();

  /** Waits until there may be something new on a console, at most that long, and reads it. */
  void await(Duration most) throws InterruptedException;

  /**
   * Types a text where the machine's display says.
   *
   * @return whether the guest took it; a guest that never reads its keyboard does not
   */
  boolean type(String text) throws InterruptedException;

  /** How the guest ended, once it did. */
  Optional<Ending> ending();

  /** Time since power-on. */
  Duration time();

  /** How a guest can end. */
  enum Ending {
    /** It switched itself off. */
    POWEROFF,
    /** It restarted the machine, on purpose or by a triple fault. */
    RESET,
    /** QEMU itself ended without being told to, or gave no answer any more. */
    QEMU_DIED
  }
}
