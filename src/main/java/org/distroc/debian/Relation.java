package org.distroc.debian;

import java.util.ArrayList;
import java.util.List;

/**
 * A relation to another package, as in {@code libc6 (>= 2.36)}.
 *
 * @param name of the other package, perhaps one that others provide
 * @param operator one of {@code << <= = >= >>}, or empty for any version
 * @param version that the operator compares with, or empty
 */
record Relation(String name, String operator, String version) {
  /** A field has at most some hundred; this bounds what a hostile list makes of one line. */
  private static final int MOST = 4096;

  /** Whether a version is one that this asks for. */
  boolean accepts(String other) {
    if (operator.isEmpty()) {
      return true;
    }
    int order = new DebianVersion(other).compareTo(new DebianVersion(version));
    return switch (operator) {
      case "<<" -> order < 0;
      case "<=", "<" -> order <= 0;
      case "=" -> order == 0;
      case ">=", ">" -> order >= 0;
      case ">>" -> order > 0;
      default -> false;
    };
  }

  /**
   * The groups of a field such as {@code Depends}: each must hold, by one of its alternatives.
   * Qualifiers such as {@code :any} are dropped, as all packages of a tree have one architecture.
   */
  static List<List<Relation>> groups(String field) {
    List<List<Relation>> groups = new ArrayList<>();
    for (String group : field.split(",", MOST)) {
      List<Relation> alternatives = new ArrayList<>();
      for (String one : group.split("\\|", MOST)) {
        if (!one.isBlank()) {
          alternatives.add(parse(one.strip()));
        }
      }
      if (!alternatives.isEmpty()) {
        groups.add(List.copyOf(alternatives));
      }
    }
    return groups;
  }

  /** The relations of a field without alternatives, such as {@code Conflicts}. */
  static List<Relation> list(String field) {
    return groups(field).stream().flatMap(List::stream).toList();
  }

  private static Relation parse(String text) {
    int open = text.indexOf('(');
    int close = text.indexOf(')', open + 1);
    String name = (open < 0 ? text : text.substring(0, open)).strip();
    int colon = name.indexOf(':');
    name = colon < 0 ? name : name.substring(0, colon);
    if (open < 0 || close < 0) {
      return new Relation(name, "", "");
    }
    String inside = text.substring(open + 1, close).strip();
    int end = 0;
    while (end < inside.length() && "<>=".indexOf(inside.charAt(end)) >= 0) {
      end++;
    }
    return new Relation(name, inside.substring(0, end), inside.substring(end).strip());
  }

  @Override
  public String toString() {
    return operator.isEmpty() ? name : name + " (" + operator + " " + version + ")";
  }
}
