package org.distroc.arch;

import java.nio.charset.StandardCharsets;

/**
 * Numbers and texts at offsets in untrusted bytes. Every access is checked; one outside throws
 * {@link Outside}, which callers turn into a diagnostic.
 */
public final class ByteReader {
  /** An access outside of the bytes: the file is damaged, or made to be. */
  public static final class Outside extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An access of so many bytes at an offset. */
    public Outside(long offset, long width, long length) {
      super(width + " bytes at " + offset + " of " + length, null, false, false);
    }
  }

  private static final int LONGEST_TEXT = 4096;

  private final byte[] bytes;
  private final int start;
  private final int length;
  private final boolean bigEndian;

  /** Reads bytes from their beginning. */
  public ByteReader(byte[] bytes, boolean bigEndian) {
    this(bytes, 0, bytes.length, bigEndian);
  }

  private ByteReader(byte[] bytes, int start, int length, boolean bigEndian) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.bigEndian = bigEndian;
  }

  /** How many bytes there are. */
  public long length() {
    return length;
  }

  /** A stretch of these bytes, whose own offsets start at 0. */
  public ByteReader slice(long offset, long size) {
    return new ByteReader(bytes, start + check(offset, size), (int) size, bigEndian);
  }

  /** One byte. */
  public int u8(long offset) {
    return bytes[start + check(offset, 1)] & 0xff;
  }

  /** An unsigned number of 2 bytes. */
  public int u16(long offset) {
    return (int) number(offset, 2);
  }

  /** An unsigned number of 4 bytes. */
  public long u32(long offset) {
    return number(offset, 4);
  }

  /** A number of 8 bytes. */
  public long u64(long offset) {
    return number(offset, 8);
  }

  /** An unsigned number of 1 to 8 bytes. */
  public long number(long offset, int width) {
    int at = start + check(offset, width);
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | bytes[bigEndian ? at + i : at + width - 1 - i] & 0xff;
    }
    return value;
  }

  /** The text from an offset to its zero byte; no name is longer than {@link #LONGEST_TEXT}. */
  public String text(long offset) {
    int at = check(offset, 1);
    int end = at;
    while (end < length && end - at < LONGEST_TEXT && bytes[start + end] != 0) {
      end++;
    }
    check(end, 1);
    return new String(bytes, start + at, end - at, StandardCharsets.UTF_8);
  }

  private int check(long offset, long width) {
    if (offset < 0 || width < 0 || offset > length || width > length - offset) {
      throw new Outside(offset, width, length);
    }
    return (int) offset;
  }
}
