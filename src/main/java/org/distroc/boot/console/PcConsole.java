package org.distroc.boot.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The screen and the keyboard of a PC, for programs other than distroc that use them. */
public final class PcConsole {
  private static final int CHARACTERS = 256;

  private PcConsole() {}

  /** The keys to press together for each character that can be typed, as QEMU names them. */
  public static Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (int c = 0; c < CHARACTERS; c++) {
      int character = c;
      Keymap.keys(c).ifPresent(all -> keys.put(Character.toString(character), all));
    }
    return keys;
  }

  /** What the text screen shows for each of its 256 codes. */
  public static String characters() {
    StringBuilder characters = new StringBuilder();
    for (int code = 0; code < CHARACTERS; code++) {
      characters.append(VgaMemory.character(code));
    }
    return characters.toString();
  }
}
