package org.distroc.boot.test;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a console showed instead of a text that a test waited for. */
final class NearestText {
  /** Shorter texts are near to too much. */
  private static final int SHORTEST = 4;

  private static final int LONGEST = 200;
  private static final int MOST_LINES = 500;

  private NearestText() {}

  /** What was found: the text on the console, and how many letters differ. */
  record Found(String text, int distance) {}

  /**
   * The part of the console's last lines that is nearest to a text, if at most a quarter of its
   * letters differ; the last one of several.
   */
  static Optional<Found> in(String console, String wanted) {
    if (wanted.strip().length() < SHORTEST || wanted.length() > LONGEST) {
      return Optional.empty();
    }
    List<String> lines = console.lines().toList();
    Found best = new Found("", Math.max(1, wanted.length() / 4) + 1);
    for (String line : lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())) {
      String shown = line.length() <= 4 * LONGEST ? line : line.substring(0, 4 * LONGEST);
      Found found = nearest(shown, wanted);
      best = found.distance() <= best.distance() ? found : best;
    }
    return best.distance() <= Math.max(1, wanted.length() / 4)
        ? Optional.of(best)
        : Optional.empty();
  }

  /** Whether two texts differ in nothing but their case. */
  static boolean differInCase(String a, String b) {
    return a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT));
  }

  /**
   * The part of a line with the smallest edit distance to a text, by Sellers' algorithm: the
   * distances may begin at any letter of the line, and each carries where it began.
   */
  private static Found nearest(String line, String wanted) {
    int rows = wanted.length();
    int[] distance = new int[rows + 1];
    int[] begin = new int[rows + 1];
    for (int i = 0; i <= rows; i++) {
      distance[i] = i;
    }
    int least = distance[rows];
    int from = 0;
    int to = 0;
    for (int j = 1; j <= line.length(); j++) {
      int diagonal = distance[0];
      int diagonalBegin = begin[0];
      begin[0] = j;
      for (int i = 1; i <= rows; i++) {
        int replaced = diagonal + (wanted.charAt(i - 1) == line.charAt(j - 1) ? 0 : 1);
        int replacedBegin = diagonalBegin;
        diagonal = distance[i];
        diagonalBegin = begin[i];
        int added = distance[i] + 1;
        int removed = distance[i - 1] + 1;
        if (replaced <= added && replaced <= removed) {
          distance[i] = replaced;
          begin[i] = replacedBegin;
        } else if (added <= removed) {
          distance[i] = added;
        } else {
          distance[i] = removed;
          begin[i] = begin[i - 1];
        }
      }
      if (distance[rows] < least) {
        least = distance[rows];
        from = begin[rows];
        to = j;
      }
    }
    return new Found(line.substring(Math.min(from, to), to), least);
  }
}
