package org.distroc.kconfig.value;

/** Compares two values: as numbers when both look like numbers, else as texts. */
public final class ValueComparison {
  private enum Kind {
    TEXT,
    SIGNED,
    UNSIGNED
  }

  private record Operand(Kind kind, long number) {}

  private static final Operand TEXT = new Operand(Kind.TEXT, 0);

  private ValueComparison() {}

  /**
   * Negative, zero or positive, as the left value is less than, equal to or greater than the right.
   */
  public static int compare(String left, SymbolType leftType, String right, SymbolType rightType) {
    Operand a = TEXT;
    Operand b = TEXT;
    if (leftType != SymbolType.STRING || rightType != SymbolType.STRING) {
      a = operand(left, leftType);
      b = operand(right, rightType);
    }
    if (a.kind == Kind.TEXT || b.kind == Kind.TEXT) {
      return left.compareTo(right);
    }
    return a.kind == Kind.UNSIGNED || b.kind == Kind.UNSIGNED
        ? Long.compareUnsigned(a.number, b.number)
        : Long.compare(a.number, b.number);
  }

  private static Operand operand(String text, SymbolType type) {
    if (type.isLogic()) {
      int value = text.equals("n") ? 0 : text.equals("m") ? 1 : text.equals("y") ? 2 : -1;
      return new Operand(Kind.SIGNED, value);
    }
    boolean hex = type == SymbolType.HEX;
    int base = hex ? 16 : type == SymbolType.INT ? 10 : 0;
    CNumbers.Parsed parsed = hex ? CNumbers.parseUnsigned(text, base) : CNumbers.parse(text, base);
    boolean whole = parsed.end() > 0 && parsed.end() == text.length() && !parsed.overflow();
    return whole ? new Operand(hex ? Kind.UNSIGNED : Kind.SIGNED, parsed.value()) : TEXT;
  }
}
