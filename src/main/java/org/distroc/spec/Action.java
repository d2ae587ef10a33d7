package org.distroc.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a test step waits for or does. */
public sealed interface Action {

  /** Whether it can fail because of what the guest shows. */
  default boolean looks() {
    return true;
  }

  /** Waits until the console shows a text, after everything that earlier steps matched. */
  record Expect(TextPattern what) implements Action {}

  /** Waits until the text screen shows a text anywhere at that moment. */
  record ExpectScreen(TextPattern what) implements Action {}

  /**
   * Types a text: on the keyboard of a machine with a VGA screen, else into the serial port.
   *
   * @param text to type; a line feed is the Enter key
   */
  record Send(String text) implements Action {
    /** Rejects null. */
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
   * @param chords one after the other; each lists the keys pressed together, by QEMU's names
   */
  record Press(List<List<String>> chords) implements Action {
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
   * Connects to a TCP port of the guest, and retries until the answer is the expected one.
   *
   * @param number of the port in the guest
   * @param send written to the connection once it is open
   * @param expect what the answer must contain
   */
  record Port(int number, Optional<String> send, TextPattern expect) implements Action {}

  /**
   * Starts the machine again, with its data disks as they are.
   *
   * @param now whether at once, as by the reset button; else once the guest has ended
   */
  record Restart(boolean now) implements Action {
    @Override
    public boolean looks() {
      return !now;
    }
  }

  /**
   * Saves a picture of the screen.
   *
   * @param name a safe file name, without a suffix
   */
  record Screenshot(String name) implements Action {
    @Override
    public boolean looks() {
      return false;
    }
  }
}
