package org.distroc.boot.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A guest as a test sees it: consoles to read, a keyboard to type on, and its end. */
public interface Console {

  /** The output of the serial port. */
  ConsoleText serial();

  /** The text of the screen; always empty for a machine without a screen. */
  ConsoleText screen();

  /** The 25 lines of the screen as they are now, or were last; empty without a screen. */
  String screenNow();

  /** Waits until there may be something new on a console, at most that long, and reads it. */
  void await(Duration most) throws InterruptedException;

  /**
   * Types a text on the keyboard or the serial port, whichever the display uses.
   *
   * @return whether the guest took it; a guest that never reads its keyboard does not
   */
  boolean type(String text) throws InterruptedException;

  /**
   * Presses keys of the keyboard.
   *
   * @param chords one after the other; the keys of each together, as QEMU names them
   * @return whether the guest took them
   */
  boolean press(List<List<String>> chords) throws InterruptedException;

  /** The port of this host's loopback that leads to a port of the guest; empty if none does. */
  Optional<Integer> hostPort(int guestPort) throws InterruptedException;

  /**
   * Starts the machine again, whether it runs or has ended.
   *
   * @return whether it did; a guest whose QEMU is gone does not
   */
  boolean restart() throws InterruptedException;

  /** Keeps a picture of the screen in a PNG file; none when QEMU is gone. */
  void picture(Path png) throws InterruptedException;

  /**
   * What the guest wrote to QEMU's {@code isa-debug-exit} device, if it has one and that ended
   * QEMU.
   */
  Optional<Integer> debugExit();

  /** How the guest ended, once it did. */
  Optional<Ending> ending();

  /** Time since power-on. */
  Duration time();

  /** How a guest can end. */
  enum Ending {
    /** It powered off. */
    POWEROFF,
    /** It rebooted, on purpose or by a triple fault. */
    RESET,
    /** QEMU itself exited unasked, or stopped answering. */
    QEMU_DIED
  }
}
