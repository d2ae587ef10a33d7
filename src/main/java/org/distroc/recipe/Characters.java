package org.distroc.recipe;

import java.util.function.Supplier;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/**
 * The characters that a recipe cannot hold, written or escaped: control characters, which could
 * steer a terminal or end a line in a generated file, and those that change the direction of
 * writing, which show a reader another text than the one that counts.
 */
final class Characters {
  private Characters() {}

  /** Reports the first forbidden character of the file; true when there is one. */
  static boolean check(SourceText source, FileDiagnostics findings) {
    int at = firstForbidden(source.text());
    if (at < 0) {
      return false;
    }
    int c = source.text().codePointAt(at);
    findings.error(at, at + Character.charCount(c), words(c));
    return true;
  }

  /** The index of the first forbidden character, or -1. Line breaks and tabs are not forbidden. */
  static int firstForbidden(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= 0x20 && c < 0x7F || c == '\n' || c == '\t' || c == '\r';
      if (!plain && isForbidden(text, i)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The index of the first character that looks like a space and is none, or -1. Outside quotes it
   * is a slip, usually from a web page.
   */
  static int firstOddSpace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F && Character.getType(text.charAt(i)) == Character.SPACE_SEPARATOR) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isForbidden(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c < 0x20
        || c >= 0x7F && c < 0xA0
        || c == 0x061C
        || c == 0x200B
        || c == 0x200E
        || c == 0x200F
        || c == 0x2060
        || c >= 0x2028 && c <= 0x202E
        || c >= 0x2066 && c <= 0x2069
        || c == 0xFEFF
        || c >= 0xFFFE;
  }

  /** Words for an error about the character. */
  static Supplier<Diagnostic> words(int c) {
    return () ->
        Diagnostic.error(Code.D1006, "a recipe cannot hold the character " + name(c))
            .why(why(c))
            .help(help(c));
  }

  private static String name(int c) {
    String known = Character.getName(c);
    String hex = Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT);
    String number = "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
    return known == null ? number : number + " (" + known + ")";
  }

  private static String why(int c) {
    if (c == 0) {
      return "a text never holds it; this may be a binary file, or a text in UTF-16";
    }
    if (Character.getType(c) == Character.SPACE_SEPARATOR) {
      return "it looks like a space, but to YAML it is a letter";
    }
    return c < 0xA0
        ? "control characters could steer a terminal, or end a line in a generated file"
        : "it is invisible, and can make a text look different from what it says";
  }

  private static String help(int c) {
    if (Character.getType(c) == Character.SPACE_SEPARATOR) {
      return "write an ordinary space, or put the text in quotes if you mean it";
    }
    return c == 0 ? "check the name of the file, and save it as UTF-8" : "remove the character";
  }
}
