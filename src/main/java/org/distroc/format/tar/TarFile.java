package org.distroc.format.tar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.distroc.arch.ByteReader;

/** The frame of a tar archive: headers of 512 bytes, each with a sum, as POSIX describes it. */
public final class TarFile {
  private static final int BLOCK = 512;
  private static final int SIZE = 124;
  private static final int SUM = 148;
  private static final int MARK = 257;

  /** Larger archives are not decompressed, in bytes. */
  private static final int MOST = 512 << 20;

  private TarFile() {}

  /** Whether a file begins as an archive does; an empty one consists of zeros. */
  public static boolean is(byte[] file) {
    return file.length >= 2 * BLOCK
        && file.length % BLOCK == 0
        && new String(file, MARK, 5, java.nio.charset.StandardCharsets.US_ASCII).equals("ustar");
  }

  /** What is wrong with an archive, perhaps compressed by gzip; empty if it is whole. */
  public static Optional<String> flaw(byte[] file) {
    if (file.length > 2 && new ByteReader(file, false).u16(0) == GZIPInputStream.GZIP_MAGIC) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
        return plain(in.readNBytes(MOST));
      } catch (IOException e) {
        return Optional.of("it is cut off");
      }
    }
    return plain(file);
  }

  private static Optional<String> plain(byte[] file) {
    if (!is(file)) {
      return Optional.of(file.length == 0 ? "it is empty" : "it does not begin as an archive does");
    }
    long at = 0;
    while (at + 2 * BLOCK <= file.length && !isEmpty(file, (int) at)) {
      long size = octal(file, (int) at + SIZE, 12);
      if (size < 0 || octal(file, (int) at + SUM, 8) != sum(file, (int) at)) {
        return Optional.of("the header at byte " + at + " is damaged");
      }
      at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return at + 2 * BLOCK <= file.length && isEmpty(file, (int) at + BLOCK)
        ? Optional.empty()
        : Optional.of("it is cut off: its end is missing");
  }

  private static boolean isEmpty(byte[] file, int at) {
    for (int i = at; i < at + BLOCK; i++) {
      if (file[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Of the header's bytes, with blanks in place of the sum itself. */
  private static long sum(byte[] file, int at) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= SUM && i < SUM + 8 ? ' ' : file[at + i] & 0xff;
    }
    return sum;
  }

  private static long octal(byte[] file, int at, int length) {
    long number = 0;
    boolean begun = false;
    for (int i = at; i < at + length; i++) {
      if (file[i] >= '0' && file[i] <= '7') {
        number = number * 8 + file[i] - '0';
        begun = true;
      } else if (begun || file[i] != ' ') {
        break;
      }
    }
    return begun ? number : -1;
  }
}
