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

  /** Whether values are y, n and perhaps m. */
  public boolean isLogic() {
    return this == BOOL || this == TRISTATE;
  }
}
