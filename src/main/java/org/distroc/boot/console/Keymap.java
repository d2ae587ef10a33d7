package org.distroc.boot.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a US keyboard, as QEMU names them: which ones to press for a character. */
public final class Keymap {
  private static final Map<Integer, List<String>> KEYS = new HashMap<>();

  static {
    for (int i = 0; i < 26; i++) {
      pair((char) ('a' + i), (char) ('A' + i), String.valueOf((char) ('a' + i)));
    }
    String digits = "1234567890";
    String shifted = "!@#$%^&*()";
    for (int i = 0; i < digits.length(); i++) {
      pair(digits.charAt(i), shifted.charAt(i), digits.substring(i, i + 1));
    }
    pair('-', '_', "minus");
    pair('=', '+', "equal");
    pair('[', '{', "bracket_left");
    pair(']', '}', "bracket_right");
    pair('\\', '|', "backslash");
    pair(';', ':', "semicolon");
    pair('\'', '"', "apostrophe");
    pair('`', '~', "grave_accent");
    pair(',', '<', "comma");
    pair('.', '>', "dot");
    pair('/', '?', "slash");
    KEYS.put((int) ' ', List.of("spc"));
    KEYS.put((int) '\n', List.of("ret"));
    KEYS.put((int) '\t', List.of("tab"));
    KEYS.put((int) '\b', List.of("backspace"));
    KEYS.put(0x7f, List.of("backspace"));
    KEYS.put(0x1b, List.of("esc"));
  }

  private Keymap() {}

  private static void pair(char plain, char withShift, String key) {
    KEYS.put((int) plain, List.of(key));
    KEYS.put((int) withShift, List.of("shift", key));
  }

  /**
   * The keys to press together for a character: printable ASCII, line feed (Enter), tab, backspace,
   * escape, and the other control characters with the control key; empty for any other.
   */
  static Optional<List<String>> keys(int character) {
    if (KEYS.containsKey(character)) {
      return Optional.of(KEYS.get(character));
    }
    return character >= 1 && character <= 26
        ? Optional.of(List.of("ctrl", String.valueOf((char) ('a' + character - 1))))
        : Optional.empty();
  }

  /** The first character of a text that this keyboard cannot type. */
  public static Optional<String> firstWithoutKey(String text) {
    return text.codePoints()
        .filter(c -> keys(c).isEmpty())
        .mapToObj(Character::toString)
        .findFirst();
  }
}
