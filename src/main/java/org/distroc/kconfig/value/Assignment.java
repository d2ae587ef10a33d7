package org.distroc.kconfig.value;

import java.util.Objects;

/**
 * An option with the value that it should have.
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

  /** Whether a line of a {@code .config} file can hold it. */
  public boolean isWritable() {
    return ConfigLine.isName(name) && ConfigLine.isWritable(value);
  }

  /**
   * The line of a fragment that asks for it.
   *
   * @param type of the option; {@link SymbolType#UNKNOWN} if the kernel does not have it
   * @throws IllegalArgumentException unless it {@link #isWritable}
   */
  public String line(SymbolType type) {
    return ConfigLine.request(name, type, value);
  }
}
