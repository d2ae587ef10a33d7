package org.distroc.kconfig.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Inside this package a string holds one byte per character, because {@code conf} copies bytes
 * without asking for their encoding. Text is turned from and into UTF-8 where it enters and leaves.
 */
public final class ByteStrings {
  private ByteStrings() {}

  /** Bytes as people read them. */
  public static String toText(String bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.charAt(i) > 0x7f) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
      }
    }
    return bytes;
  }

  /** Text as the bytes of its UTF-8 form. */
  public static String ofText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
      }
    }
    return text;
  }

  /** What C's {@code isspace} accepts in the C locale. */
  public static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  /**
   * A character of a name or a number in the language: letters, digits, {@code _} and {@code -}.
   */
  public static boolean isWord(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '-';
  }
}
