package org.distroc.boot.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.boot.qmp.Qmp;

/**
 * Types on the keyboard of a PC. A keyboard drops what its small buffer has no room for, so the
 * next key waits until the guest has read the last one: the keyboard controller's status register
 * says whether a byte still waits, and reading it changes nothing.
 */
public final class Keyboard {
  private static final int HOLD_MILLIS = 5;
  private static final int UNREAD_MILLIS = 2000;
  private static final String READ_STATUS = "i /1b 0x64";
  private static final int OUTPUT_FULL = 1;

  private final Qmp qmp;

  public Keyboard(Qmp qmp) {
    this.qmp = qmp;
  }

  /**
   * Types a text of characters that {@link Keymap} knows.
   *
   * @return false when the guest left a key unread for two seconds; the rest is not typed then
   */
  public boolean type(String text) throws IOException, InterruptedException {
    List<List<String>> chords = new ArrayList<>();
    for (int character : text.codePoints().toArray()) {
      chords.add(
          Keymap.keys(character)
              .orElseThrow(() -> new IllegalArgumentException("no key for " + character)));
    }
    return pressAll(chords);
  }

  /**
   * Presses keys one after the other, those of each item together.
   *
   * @return false when the guest left a key unread for two seconds; the rest is not pressed then
   */
  public boolean pressAll(List<List<String>> chords) throws IOException, InterruptedException {
    for (List<String> keys : chords) {
      if (!press(keys) || !taken()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Presses keys together and lets them go again; false when the guest stood still all the time.
   */
  private boolean press(List<String> keys) throws IOException, InterruptedException {
    boolean pressed = send(keys, true);
    Thread.sleep(HOLD_MILLIS);
    boolean released = send(keys, false);
    Thread.sleep(HOLD_MILLIS);
    return pressed && released;
  }

  /** QEMU rejects keys while the guest is stopped, for example by a debugger. */
  private boolean send(List<String> keys, boolean down) throws IOException, InterruptedException {
    List<Map<String, Object>> events = keys.stream().map(key -> event(key, down)).toList();
    long end = System.nanoTime() + UNREAD_MILLIS * 1_000_000L;
    while (true) {
      try {
        qmp.execute("input-send-event", Map.of("events", events));
        return true;
      } catch (Qmp.Refused standsStill) {
        if (System.nanoTime() > end) {
          return false;
        }
        Thread.sleep(1);
      }
    }
  }

  private static Map<String, Object> event(String key, boolean down) {
    Map<String, String> code = Map.of("type", "qcode", "data", key);
    return Map.of("type", "key", "data", Map.of("down", down, "key", code));
  }

  private boolean taken() throws IOException, InterruptedException {
    long end = System.nanoTime() + UNREAD_MILLIS * 1_000_000L;
    while ((VgaScreen.portValue(qmp.monitor(READ_STATUS)) & OUTPUT_FULL) != 0) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(1);
    }
    return true;
  }
}
