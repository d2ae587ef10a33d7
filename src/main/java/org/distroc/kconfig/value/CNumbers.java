package org.distroc.kconfig.value;

/** Numbers as C's {@code strtoll} reads them. */
public final class CNumbers {
  private CNumbers() {}

  /**
   * What was read.
   *
   * @param value saturated when it does not fit
   * @param end index after the last digit; 0 when there is no number
   * @param overflow whether it did not fit
   */
  public record Parsed(long value, int end, boolean overflow) {}

  private static final Parsed NONE = new Parsed(0, 0, false);

  /** Signed, in base 10, 16, or 0 for what the prefix says. */
  public static Parsed parse(String text, int base) {
    return parse(text, base, false);
  }

  /** As {@code strtoull} does: the same with 64 bits for the value. */
  public static Parsed parseUnsigned(String text, int base) {
    return parse(text, base, true);
  }

  private static Parsed parse(String text, int base, boolean unsigned) {
    int at = 0;
    while (at < text.length() && ByteStrings.isSpace(text.charAt(at))) {
      at++;
    }
    boolean negative = at < text.length() && text.charAt(at) == '-';
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int radix = base == 0 ? 10 : base;
    if ((base == 0 || base == 16) && isHexPrefix(text, at)) {
      at += 2;
      radix = 16;
    } else if (base == 0 && at < text.length() && text.charAt(at) == '0') {
      radix = 8;
    }
    int start = at;
    long value = 0;
    boolean overflow = false;
    for (; at < text.length() && digit(text.charAt(at), radix) >= 0; at++) {
      int digit = digit(text.charAt(at), radix);
      if (overflow || Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, radix)) > 0) {
        overflow = true;
      } else {
        value = value * radix + digit;
      }
    }
    if (at == start) {
      return NONE;
    }
    return unsigned
        ? new Parsed(overflow ? -1L : negative ? -value : value, at, overflow)
        : signed(value, negative, overflow, at);
  }

  private static Parsed signed(long value, boolean negative, boolean overflow, int end) {
    boolean tooLarge = overflow || value < 0 && !(negative && value == Long.MIN_VALUE);
    if (tooLarge) {
      return new Parsed(negative ? Long.MIN_VALUE : Long.MAX_VALUE, end, true);
    }
    return new Parsed(negative ? -value : value, end, false);
  }

  private static boolean isHexPrefix(String text, int at) {
    return at + 2 < text.length()
        && text.charAt(at) == '0'
        && (text.charAt(at + 1) == 'x' || text.charAt(at + 1) == 'X')
        && digit(text.charAt(at + 2), 16) >= 0;
  }

  /** The value of an ASCII digit; negative for any other character. */
  public static int digit(char c, int radix) {
    return c < 0x80 ? Character.digit(c, radix) : -1;
  }
}
