package org.distroc.diag;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Suggests names for a mistyped one. */
public final class NearestNames {
  private static final int MOST = 3;

  private NearestNames() {}

  /** Those of {@link #to} that are equally near, and nearer than all others. */
  public static List<String> nearest(String name, Collection<String> names) {
    List<String> near = to(name, names);
    return near.stream()
        .filter(
            other ->
                EditDistance.between(name, other, MOST)
                    == EditDistance.between(name, near.get(0), MOST))
        .toList();
  }

  /** At most three names within a small edit distance of the given one, the nearest first. */
  public static List<String> to(String name, Collection<String> names) {
    int limit = Math.max(1, Math.min(3, name.length() / 3));
    return names.stream()
        .filter(other -> EditDistance.between(name, other, limit) <= limit)
        .sorted(
            Comparator.comparingInt((String other) -> EditDistance.between(name, other, limit))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }
}
