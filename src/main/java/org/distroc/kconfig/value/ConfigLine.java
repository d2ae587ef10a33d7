package org.distroc.kconfig.value;

import java.util.Optional;

/**
 * A line that sets an option, in a {@code .config} file or a fragment: {@code CONFIG_X=…} or {@code
 * # CONFIG_X is not set}. Nothing else in distroc reads or writes such lines.
 *
 * @param name without {@code CONFIG_}
 * @param spelling what follows the equals sign, strings with their quotes; {@code n} for an option
 *     that is not set
 */
public record ConfigLine(String name, String spelling) {
  private static final String PREFIX = "CONFIG_";
  private static final String OFF = "# " + PREFIX;
  private static final String IS_NOT_SET = " is not set";

  /** The line without its line break; empty when it sets nothing. */
  public static Optional<ConfigLine> parse(String line) {
    return Optional.ofNullable(parse(line, true));
  }

  /**
   * As {@code conf} reads a line; null when it sets nothing.
   *
   * @param exact whether nothing may follow {@code is not set}, as newer kernels want it
   */
  public static ConfigLine parse(String line, boolean exact) {
    if (line.startsWith(PREFIX)) {
      int equals = line.indexOf('=');
      return equals < 0
          ? null
          : new ConfigLine(line.substring(PREFIX.length(), equals), line.substring(equals + 1));
    }
    int end = line.startsWith(OFF) ? line.indexOf(' ', OFF.length()) : -1;
    boolean off =
        end >= 0
            && line.startsWith(IS_NOT_SET, end)
            && (!exact || line.length() == end + IS_NOT_SET.length());
    return off ? new ConfigLine(line.substring(OFF.length(), end), "n") : null;
  }

  /** Whether the name is one that an option can have: letters, digits and underscores. */
  public boolean isNamed() {
    return isName(name);
  }

  static boolean isName(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c < 0x80 && isNamePart((char) c));
  }

  private static boolean isNamePart(char c) {
    return ByteStrings.isWord(c) && c != '-';
  }

  /** The value without quotes and escapes. */
  public String value() {
    String text = isQuoted() ? unquoted() : null;
    return text == null ? spelling : text;
  }

  /** Whether the value is spelled as a string. */
  public boolean isQuoted() {
    return spelling.startsWith("\"");
  }

  /** The text between the quotes without its backslashes; null when the second quote is missing. */
  public String unquoted() {
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < spelling.length(); i++) {
      char c = spelling.charAt(i);
      if (c == '"') {
        return out.toString();
      }
      if (c == '\\') {
        i++;
        if (i == spelling.length()) {
          break;
        }
        c = spelling.charAt(i);
      }
      out.append(c);
    }
    return null;
  }

  /**
   * The line that gives an option a value that it has: as {@code conf} writes it, without a line
   * break.
   */
  public static String write(String name, SymbolType type, String value) {
    if (type == SymbolType.STRING) {
      return new ConfigLine(name, quoted(value)).toString();
    }
    return new ConfigLine(name, value).toString();
  }

  /**
   * The line that asks for a value, which may be any text. A number gets the prefix of its type;
   * what the type cannot hold is quoted, and {@code conf} refuses it as a whole.
   *
   * @param type {@link SymbolType#UNKNOWN} for an option that the kernel does not have
   * @throws IllegalArgumentException when no line can hold the name or the value
   */
  public static String request(String name, SymbolType type, String value) {
    if (!isName(name) || !isWritable(value)) {
      throw new IllegalArgumentException("no line of a .config can hold " + name + ": " + value);
    }
    return new ConfigLine(name, spelling(type, value)).toString();
  }

  private static String spelling(SymbolType type, String value) {
    if (type == SymbolType.HEX && type.accepts(value)) {
      return value.startsWith("0x") || value.startsWith("0X") ? value : "0x" + value;
    }
    return type != SymbolType.STRING && type.accepts(value) ? value : quoted(value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Whether a text fits on a line. */
  static boolean isWritable(String value) {
    return value.chars().noneMatch(c -> c == '\n' || c == '\r' || c == 0);
  }

  /** The line, without a line break. */
  @Override
  public String toString() {
    return spelling.equals("n") ? OFF + name + IS_NOT_SET : PREFIX + name + "=" + spelling;
  }
}
