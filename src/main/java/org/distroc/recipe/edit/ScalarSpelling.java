package org.distroc.recipe.edit;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Spells a string as a YAML scalar that every YAML parser reads as that string: what some version
 * of YAML reads as a boolean, a date or null is quoted.
 */
public final class ScalarSpelling {
  /** Options are y, n or m everywhere in recipes; versions of YAML before 1.2 differ on y and n. */
  private static final Set<String> TRISTATES = Set.of("y", "n", "m");

  private static final Set<String> RESERVED =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]*|0x[0-9a-fA-F]+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./+-]*");

  /** A text of letters and digits that has a letter, such as {@code 64M} or {@code panic=1}. */
  private static final Pattern TEXT = Pattern.compile("[0-9.]*+[A-Za-z_/][A-Za-z0-9_./+=-]*");

  private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+");

  /** Most option names; some start with a digit without being numbers. */
  private static final Pattern NAME = Pattern.compile("[0-9]*[A-Z_][A-Z0-9_]*");

  /** Option names that some YAML parser reads as a number: {@code 1E5}, {@code 0X1F}. */
  private static final Pattern LIKE_A_NUMBER =
      Pattern.compile("[0-9][0-9_.]*E[-+]?[0-9]+|0[XOB].*");

  private ScalarSpelling() {}

  /** The value, in double quotes if necessary. */
  static String of(String value) {
    boolean plain =
        TRISTATES.contains(value) || NUMBER.matcher(value).matches() || isWord(value, WORD);
    return plain ? value : doubleQuoted(value);
  }

  /** A string that is a string in every place of a recipe: what looks like a number is quoted. */
  static String text(String value) {
    boolean plain =
        TRISTATES.contains(value)
            || VERSION.matcher(value).matches()
            || isWord(value, TEXT) && !LIKE_A_NUMBER.matcher(upper(value)).matches();
    return plain ? value : doubleQuoted(value);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** The value, in the quotes of the value that it replaces, if that had any. */
  static String like(String before, String value) {
    if (before.startsWith("'") && value.indexOf('\n') < 0) {
      return "'" + value.replace("'", "''") + "'";
    }
    return before.startsWith("\"") ? doubleQuoted(value) : of(value);
  }

  /** The name of an option as a key. */
  static String key(String name) {
    return (isWord(name, NAME) || isWord(name, WORD)) && !LIKE_A_NUMBER.matcher(name).matches()
        ? name
        : doubleQuoted(name);
  }

  private static boolean isWord(String text, Pattern pattern) {
    return pattern.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
  }

  private static String doubleQuoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
