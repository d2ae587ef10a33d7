package org.distroc.debian;

/** The forms of names and numbers in lists, locks and packages, all of which strangers write. */
public final class DebNames {
  private DebNames() {}

  /** Whether it is a package's name, as deb-control(5) allows. */
  public static boolean isPackage(String text) {
    return text.length() >= 2
        && text.length() <= 128
        && isLowerOrDigit(text.charAt(0))
        && text.chars().allMatch(c -> isLowerOrDigit(c) || "+.-".indexOf(c) >= 0);
  }

  /** Whether it is a version, as deb-version(7) allows. */
  static boolean isVersion(String text) {
    return !text.isEmpty()
        && text.length() <= 128
        && text.chars().allMatch(c -> isAlphanumeric(c) || ".+-:~".indexOf(c) >= 0);
  }

  /** Whether it is the path of a .deb below an archive, which leads nowhere else. */
  static boolean isPoolPath(String text) {
    String path = "/" + text + "/";
    return text.endsWith(".deb")
        && text.length() <= 512
        && text.chars().allMatch(c -> isAlphanumeric(c) || "/.+-_~%:".indexOf(c) >= 0)
        && !path.contains("/../")
        && !path.contains("/./")
        && !path.contains("//");
  }

  /** Whether it is a SHA-256 digest in lower-case hexadecimal digits. */
  static boolean isDigest(String text) {
    return text.length() == 64
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  /** Whether it is a size in bytes that a .deb may have. */
  static boolean isSize(String text) {
    return !text.isEmpty()
        && text.length() <= 12
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isAlphanumeric(int c) {
    return isLowerOrDigit(c) || c >= 'A' && c <= 'Z';
  }

  private static boolean isLowerOrDigit(int c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }
}
