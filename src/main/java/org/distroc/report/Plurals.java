package org.distroc.report;

import java.util.List;

/** Numbers and lists as parts of sentences. */
public final class Plurals {
  private static final int SHOWN = 8;

  private Plurals() {}

  /** Such as {@code 1 option} and {@code 2 options}. */
  public static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** At most so many characters of a text; the last one shows that there are more. */
  public static String cut(String text, int most) {
    int characters = text.codePointCount(0, text.length());
    return characters <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** The first few, and how many more there are. */
  public static String some(List<String> names) {
    int more = names.size() - SHOWN;
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
