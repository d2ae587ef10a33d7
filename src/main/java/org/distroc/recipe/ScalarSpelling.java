package org.distroc.recipe;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Spells a text as a YAML scalar that every reader of YAML takes for this text: what old or new
 * versions of the language read as a truth value, a date or nothing goes into quotes.
 */
final class ScalarSpelling {
  /** Options are y, n or m everywhere in recipes; versions of YAML before 1.2 differ on y and n. */
  private static final Set<String> TRISTATES = Set.of("y", "n", "m");

  private static final Set<String> MEANT_OTHERWISE =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]*|0x[0-9a-fA-F]+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./+-]*");

  /** Most names of options; some begin with a digit, and none of these is a number. */
  private static final Pattern NAME = Pattern.compile("[0-9]*[A-Z_][A-Z0-9_]*");

  /** What some reader of YAML takes for a number: 1E5 and 0X1F among the names that could be. */
  private static final Pattern LIKE_A_NUMBER = Pattern.compile("[0-9][0-9_]*E[0-9]+|0[XOB].*");

  private ScalarSpelling() {}

  /** The value, in double quotes if it needs any. */
  static String of(String value) {
    boolean plain =
        TRISTATES.contains(value) || NUMBER.matcher(value).matches() || isWord(value, WORD);
    return plain ? value : doubleQuoted(value);
  }

  /** The value, in the quotes that stood around the one before it, if any did. */
  static String like(String before, String value) {
    if (before.startsWith("'") && value.indexOf('\n') < 0) {
      return "'" + value.replace("'", "''") + "'";
    }
    return before.startsWith("\"") ? doubleQuoted(value) : of(value);
  }

  /** The name of an option as a key. */
  static String key(String name) {
    return isWord(name, NAME) && !LIKE_A_NUMBER.matcher(name).matches() ? name : doubleQuoted(name);
  }

  private static boolean isWord(String text, Pattern pattern) {
    return pattern.matcher(text).matches()
        && !MEANT_OTHERWISE.contains(text.toLowerCase(Locale.ROOT));
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
