package org.distroc.kconfig.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A help text as in its file, with the indentation of its lines. Few are ever shown, so it is only
 * unindented when it is asked for.
 */
public final class HelpText {
  private final byte[] bytes;
  private final int start;
  private final int length;

  /** The part of a file, or of a stored model, that {@link HelpReader} finds to be one. */
  public HelpText(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
  }

  /** The text without its indentation, one byte in each character. */
  String get() {
    return new HelpReader(new String(bytes, start, length, StandardCharsets.ISO_8859_1), 0).read();
  }

  /** Writes the lines as they stand in the file. */
  public void putRaw(ByteBuffer out) {
    out.put(bytes, start, length);
  }

  /** The number of bytes of {@link #putRaw}. */
  public int rawLength() {
    return length;
  }
}
