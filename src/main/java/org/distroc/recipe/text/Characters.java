package org.distroc.recipe.text;

import java.util.function.Supplier;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/**
 * The characters that a recipe cannot contain, literally or escaped: control characters, which
 * could control a terminal or end a line in a generated file, and those that change the writing
 * direction, which show a reader another text than the one that is parsed.
 */
public final class Characters {
  private Characters() {}

  /** Reports the first forbidden character of the file; true when there is one. */
  public static boolean check(SourceText source, FileDiagnostics findings) {
    int at = firstForbidden(source.text());
    if (at < 0) {
      return false;
    }
    int c = source.text().codePointAt(at);
    findings.error(at, at + Character.charCount(c), words(c, source.language()));
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
   * The index of the first character that looks like a space but is not U+0020, or -1. Outside
   * quotes it is a slip, usually copied from a web page.
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

  /** The error about a character, for a file in a language. */
  static Supplier<Diagnostic> words(int c, Language language) {
    return () ->
        Diagnostic.error(
                Code.D1006, "a " + language.noun() + " cannot contain the character " + name(c))
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
      return "text files do not contain it; this may be a binary file or UTF-16 text";
    }
    if (Character.getType(c) == Character.SPACE_SEPARATOR) {
      return "it looks like a space, but YAML treats it as a letter";
    }
    return c < 0xA0
        ? "they could control a terminal, or end a line in a generated file"
        : "it is invisible, and can make text look different from what it says";
  }

  private static String help(int c) {
    if (Character.getType(c) == Character.SPACE_SEPARATOR) {
      return "use an ordinary space, or quote the text if you mean it";
    }
    return c == 0 ? "check the file name, and save the file as UTF-8" : "remove the character";
  }
}
