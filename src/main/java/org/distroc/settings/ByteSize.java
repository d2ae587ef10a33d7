package org.distroc.settings;

import java.util.Locale;
import java.util.OptionalLong;

/** Sizes in bytes as people write and read them: {@code 5G}, {@code 1.2 GiB}. */
public final class ByteSize {
  private static final String UNITS = "KMGT";

  private ByteSize() {}

  /**
   * The bytes that a text such as {@code 0}, {@code 500M} or {@code 5G} means; empty if it is not a
   * size. Only zero needs no unit: {@code 5} would hardly ever mean five bytes.
   */
  public static OptionalLong parse(String text) {
    int unit = text.isEmpty() ? -1 : UNITS.indexOf(text.charAt(text.length() - 1));
    String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
    return digits.matches(unit < 0 ? "0" : "[0-9]{1,9}")
        ? OptionalLong.of(Long.parseLong(digits) << 10 * (unit + 1))
        : OptionalLong.empty();
  }

  /** With one decimal, in the unit that fits. */
  public static String shown(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length() - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", value, UNITS.charAt(unit));
  }
}
