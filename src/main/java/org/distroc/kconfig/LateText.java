package org.distroc.kconfig;

import java.nio.charset.StandardCharsets;

/** Bytes of a text, one for each character, which become one when they are asked for. */
final class LateText {
  private final byte[] bytes;
  private final int start;
  private final int length;

  LateText(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
  }

  static LateText of(String text) {
    return new LateText(text.getBytes(StandardCharsets.ISO_8859_1), 0, text.length());
  }

  String get() {
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }
}
