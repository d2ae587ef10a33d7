package org.distroc.format.initramfs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The frame of a cpio archive of the new ASCII format, as the kernel's
 * Documentation/driver-api/early-userspace/buffer-format.rst describes it.
 */
final class CpioArchive {
  private static final String MAGIC = "070701";
  private static final String LAST = "TRAILER!!!";
  private static final int HEADER = 110;
  private static final int FILE_SIZE = 54;
  private static final int NAME_SIZE = 94;
  private static final int DIGITS = 8;

  private CpioArchive() {}

  /** What is wrong with an archive; empty if it goes on to its last entry. */
  static Optional<String> flaw(byte[] file) {
    if (!text(file, 0, MAGIC.length()).equals(MAGIC)) {
      return Optional.of(file.length == 0 ? "it is empty" : "it does not begin as an archive does");
    }
    long at = 0;
    while (text(file, at, MAGIC.length()).equals(MAGIC)) {
      long name = number(file, at + NAME_SIZE);
      long size = number(file, at + FILE_SIZE);
      if (name < 1 || size < 0) {
        break;
      }
      if (text(file, at + HEADER, LAST.length()).equals(LAST)) {
        return Optional.empty();
      }
      at = padded(padded(at + HEADER + name) + size);
    }
    return Optional.of("it is cut off: its last entry is missing");
  }

  private static long padded(long at) {
    return (at + 3) / 4 * 4;
  }

  private static long number(byte[] file, long at) {
    String digits = text(file, at, DIGITS);
    return digits.matches("[0-9A-Fa-f]{8}") ? Long.parseLong(digits, 16) : -1;
  }

  /** Some bytes as text; empty if the file ends before. */
  private static String text(byte[] file, long at, int length) {
    return at + length > file.length
        ? ""
        : new String(file, (int) at, length, StandardCharsets.ISO_8859_1);
  }
}
