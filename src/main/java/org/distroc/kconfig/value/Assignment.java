package org.distroc.kconfig.value;

import java.util.Objects;

/**
 * An option with the value that somebody wants it to have.
 *
 * @param name without {@code CONFIG_}
 * @param value {@code y}, {@code m}, {@code n}, a number, or a text without quotes and escapes
 */
public record Assignment(String name, String value) {
  /** Refuses null. */
  public Assignment {
    Objects.requireNonNull(name);
    Objects.requireNonNull(value);
  }

  /** As a recipe would say it. */
  @Override
  public String toString() {
    return name + ": " + value;
  }

  /** Whether a {@code .config} file can say it: it has one line for each option. */
  public boolean isWritable() {
    return name.matches("[A-Za-z0-9_]+") && value.chars().noneMatch(c -> "\n\r\0".indexOf(c) >= 0);
  }

  /** The line of a fragment for an option of that type; {@link SymbolType#UNKNOWN} if it is new. */
  public String line(SymbolType known) {
    SymbolType type =
        known != SymbolType.UNKNOWN
            ? known
            : value.matches("[ymn]") ? SymbolType.TRISTATE : SymbolType.HEX;
    String given = value;
    if (type == SymbolType.HEX && given.matches("[0-9a-fA-F]+")) {
      given = "0x" + given;
    }
    return ConfigValues.line(ByteStrings.ofText(name), type, ByteStrings.ofText(given));
  }
}
