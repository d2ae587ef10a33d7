package org.distroc.kconfig.value;

/** The spelling of values in {@code .config} files. */
public final class ConfigValues {
  private ConfigValues() {}

  /** The line that gives an option its value, without a line break. */
  public static String line(String name, SymbolType type, String value) {
    String given = orEmpty(value);
    if (type.isLogic() && given.equals("n")) {
      return "# CONFIG_" + name + " is not set";
    }
    return "CONFIG_" + name + "=" + (type == SymbolType.STRING ? quoted(given) : given);
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  public static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
