package org.distroc.diag;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what someone who mistyped a name may have meant. */
public final class NearestNames {
  private static final int MOST = 3;

  private NearestNames() {}

  /** At most three names a few slips away from the given one, the nearest first. */
  public static List<String> to(String name, Collection<String> names) {
    int limit = Math.max(1, Math.min(3, name.length() / 3));
    return names.stream()
        .filter(other -> Math.abs(other.length() - name.length()) <= limit)
        .filter(other -> distance(name, other) <= limit)
        .sorted(
            Comparator.comparingInt((String other) -> distance(name, other))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  /** Slips between two words: a letter too many, missing, wrong, or swapped with its neighbour. */
  public static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + wrong, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
