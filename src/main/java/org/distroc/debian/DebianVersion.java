package org.distroc.debian;

/**
 * A version as Debian writes it: {@code epoch:upstream-revision}. The order is that of
 * deb-version(7): a tilde sorts before everything, letters before other characters, and digits by
 * their number.
 */
record DebianVersion(String text) implements Comparable<DebianVersion> {

  @Override
  public int compareTo(DebianVersion other) {
    int epochs = numbers(epoch(text), epoch(other.text));
    if (epochs != 0) {
      return epochs;
    }
    String mine = withoutEpoch(text);
    String its = withoutEpoch(other.text);
    int upstream = parts(upstream(mine), upstream(its));
    return upstream != 0 ? upstream : parts(revision(mine), revision(its));
  }

  private static String epoch(String version) {
    int colon = version.indexOf(':');
    return colon < 0 ? "" : version.substring(0, colon);
  }

  private static String withoutEpoch(String version) {
    return version.substring(version.indexOf(':') + 1);
  }

  private static String upstream(String version) {
    int dash = version.lastIndexOf('-');
    return dash < 0 ? version : version.substring(0, dash);
  }

  private static String revision(String version) {
    int dash = version.lastIndexOf('-');
    return dash < 0 ? "" : version.substring(dash + 1);
  }

  private static int parts(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while (isOther(a, i) || isOther(b, j)) {
        int difference = rank(a, i) - rank(b, j);
        if (difference != 0) {
          return difference;
        }
        i++;
        j++;
      }
      int endA = digits(a, i);
      int endB = digits(b, j);
      int difference = numbers(a.substring(i, endA), b.substring(j, endB));
      if (difference != 0) {
        return difference;
      }
      i = endA;
      j = endB;
    }
    return 0;
  }

  private static boolean isOther(String text, int at) {
    return at < text.length() && !isDigit(text.charAt(at));
  }

  private static int rank(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : 0;
    if (c == 0 || isDigit(c)) {
      return 0;
    }
    boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    return c == '~' ? -1 : letter ? c : c + 256;
  }

  private static int digits(String text, int from) {
    int at = Math.min(from, text.length());
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Compares digits of any length: versions may hold dates and hashes. */
  private static int numbers(String a, String b) {
    String x = withoutZeros(a);
    String y = withoutZeros(b);
    return x.length() != y.length() ? x.length() - y.length() : x.compareTo(y);
  }

  private static String withoutZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }

  @Override
  public String toString() {
    return text;
  }
}
