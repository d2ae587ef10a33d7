package org.distroc.recipe.text;

import java.util.List;

/** Parts of messages about a recipe. */
public final class Wording {
  private static final int LONGEST = 70;

  private Wording() {}

  /** A text of the recipe as a message shows it: on one line, truncated if long. */
  public static String shown(String text) {
    String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    int points = line.codePointCount(0, line.length());
    return points <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  /** The first sentence of a description in the schema, as a reason: `key`: what it is. */
  public static String meaning(String key, String description) {
    int stop = description.indexOf(". ");
    String sentence = stop < 0 ? description : description.substring(0, stop);
    String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    boolean word = bare.startsWith("A ") || Character.isLowerCase(bare.charAt(1));
    String reason = word ? Character.toLowerCase(bare.charAt(0)) + bare.substring(1) : bare;
    return key + ": " + reason;
  }

  /** {@code `a`, `b` or `c`}. */
  public static String either(List<String> names) {
    return joined(names, " or ");
  }

  /** {@code `a`, `b` and `c`}. */
  public static String all(List<String> names) {
    return joined(names, " and ");
  }

  private static String joined(List<String> names, String last) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        out.append(i == names.size() - 1 ? last : ", ");
      }
      out.append('`').append(names.get(i)).append('`');
    }
    return out.toString();
  }

  /** The key or list item that a JSON pointer names, as the subject of a sentence. */
  public static String subject(String pointer, Language language) {
    if (pointer.isEmpty()) {
      return "a " + language.noun();
    }
    int slash = pointer.lastIndexOf('/');
    String last = pointer.substring(slash + 1);
    return isIndex(last) && slash > 0
        ? "an item of " + subject(pointer.substring(0, slash), language)
        : "`" + shown(last.replace("~1", "/").replace("~0", "~")) + "`";
  }

  /** Where keys belong: {@code a recipe}, {@code `qemu`}, {@code an item of `test.steps`}. */
  public static String place(String pointer, Language language) {
    if (pointer.isEmpty()) {
      return "a " + language.noun();
    }
    int slash = pointer.lastIndexOf('/');
    return isIndex(pointer.substring(slash + 1))
        ? "an item of " + place(pointer.substring(0, slash), language)
        : "`" + pointer.substring(1).replace('/', '.') + "`";
  }

  private static boolean isIndex(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
