package org.distroc.kconfig.value;

/** The type of an option. */
public enum SymbolType {
  /** Named somewhere and defined nowhere, or defined without a type. */
  UNKNOWN("unknown"),
  /** y or n. */
  BOOL("bool"),
  /** y, m or n. */
  TRISTATE("tristate"),
  /** A decimal number. */
  INT("int"),
  /** A hexadecimal number. */
  HEX("hex"),
  /** Text. */
  STRING("string");

  private final String word;

  SymbolType(String word) {
    this.word = word;
  }

  /** The language's own word for it. */
  public String word() {
    return word;
  }

  /** Whether a text is a value of this type, as {@code conf} spells it. */
  public boolean accepts(String text) {
    return switch (this) {
      case BOOL -> text.equals("y") || text.equals("n");
      case TRISTATE -> text.equals("y") || text.equals("m") || text.equals("n");
      case INT -> isNumber(text, text.startsWith("-") ? 1 : 0, 10);
      case HEX -> isNumber(text, hasHexPrefix(text) ? 2 : 0, 16);
      case STRING -> ConfigLine.isWritable(text);
      case UNKNOWN ->
          TRISTATE.accepts(text) || INT.accepts(text) || hasHexPrefix(text) && HEX.accepts(text);
    };
  }

  private static boolean hasHexPrefix(String text) {
    return text.startsWith("0x") || text.startsWith("0X");
  }

  private static boolean isNumber(String text, int start, int radix) {
    if (start == text.length()
        || radix == 10 && text.startsWith("0", start) && text.length() > start + 1) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (CNumbers.digit(text.charAt(i), radix) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether two texts are the same value of this type: numbers are compared as numbers. */
  public boolean isSame(String one, String other) {
    int base = this == INT ? 10 : this == HEX ? 16 : 0;
    if (one.equals(other) || isLogic() || this == STRING) {
      return one.equals(other);
    }
    CNumbers.Parsed a = CNumbers.parseUnsigned(one, base);
    CNumbers.Parsed b = CNumbers.parseUnsigned(other, base);
    boolean numbers = a.end() > 0 && a.end() == one.length() && b.end() == other.length();
    return numbers && a.value() == b.value() && a.overflow() == b.overflow() && !a.overflow();
  }

  /** Whether values are y, n and perhaps m. */
  public boolean isLogic() {
    return this == BOOL || this == TRISTATE;
  }
}
