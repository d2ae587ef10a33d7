package org.distroc.debian;

/**
 * One path in a package.
 *
 * @param kind what is there
 * @param path absolute
 * @param mode the twelve bits of permissions
 * @param size of a file in bytes
 * @param offset of a file's bytes among those of all files of the package
 * @param sha256 digest of a file's bytes, or empty
 * @param target what a link holds; the path of the other name of a hard link; or empty
 */
public record DebEntry(
    Kind kind,
    String path,
    int mode,
    int uid,
    int gid,
    long size,
    long offset,
    String sha256,
    String target) {

  /** What packages may hold; devices and pipes are refused. */
  public enum Kind {
    /** A regular file. */
    FILE('f'),
    /** A folder. */
    FOLDER('d'),
    /** A symbolic link. */
    LINK('l'),
    /** Another name of a file. */
    HARD_LINK('h');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    char letter() {
      return letter;
    }
  }
}
