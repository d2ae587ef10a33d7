package org.distroc.recipe.text;

/**
 * The type of an unquoted value in the core schema of YAML 1.2: {@code y}, {@code no} and {@code
 * 0755} are strings. Written by hand, since regular expressions cost a tenth of the start-up time.
 */
public final class PlainScalar {
  private PlainScalar() {}

  /** The type of an unquoted value. */
  public static Node.Kind kind(String text) {
    switch (text) {
      case "", "~", "null", "Null", "NULL" -> {
        return Node.Kind.NULL;
      }
      case "true", "True", "TRUE", "false", "False", "FALSE" -> {
        return Node.Kind.BOOLEAN;
      }
      default -> {
        return number(text);
      }
    }
  }

  private static Node.Kind number(String text) {
    int at = text.charAt(0) == '-' ? 1 : 0;
    int digits = digits(text, at);
    if (digits == at || text.charAt(at) == '0' && digits > at + 1) {
      return Node.Kind.TEXT;
    }
    if (digits == text.length()) {
      return Node.Kind.INTEGER;
    }
    at = digits;
    if (text.charAt(at) == '.') {
      at = digits(text, at + 1);
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int exponent = digits(text, at);
      return exponent > at && exponent == text.length() ? Node.Kind.DECIMAL : Node.Kind.TEXT;
    }
    return at == text.length() ? Node.Kind.DECIMAL : Node.Kind.TEXT;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
