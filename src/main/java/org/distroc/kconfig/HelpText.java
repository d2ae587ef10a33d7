package org.distroc.kconfig;

import java.nio.charset.StandardCharsets;

/**
 * A help text as it stands in its file, with the indentation of its lines. Few are ever shown, so
 * each is made into what {@code conf} shows when somebody asks for it.
 */
final class HelpText {
  private final byte[] bytes;
  private final int start;
  private final int length;

  /** The part of a file, or of whatever has its lines, that {@link HelpReader} finds to be one. */
  HelpText(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
  }

  /** The text without its indentation, one byte in each character. */
  String get() {
    return new HelpReader(raw(), 0).read();
  }

  /** The lines as they stand in the file. */
  String raw() {
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }
}
