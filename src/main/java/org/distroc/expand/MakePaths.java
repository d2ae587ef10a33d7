package org.distroc.expand;

import java.nio.file.Path;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/** Which paths make and the kernel's own build can work with. */
public final class MakePaths {
  private MakePaths() {}

  /**
   * Rejects a path that make would split or interpret.
   *
   * @param what the path is, for the message
   * @throws Failure D5003
   */
  public static void check(Path path, String what) {
    if (!path.toString().matches("[A-Za-z0-9_@%+=,./-]+")) {
      throw new Failure(
          Diagnostic.error(Code.D5003, "make cannot use " + what + ": " + path)
              .why(
                  "make and the kernel's build split or interpret paths with spaces, colons,"
                      + " quotes and other special characters")
              .help(
                  "use a path of letters, digits and `_ @ % + = , . / -`; XDG_CACHE_HOME"
                      + " moves the cache"));
    }
  }

  /**
   * Rejects a folder that cannot be between single quotes in a rule. Spaces can: in a build with
   * distroc the kernel's own files are in the cache.
   *
   * @throws Failure D5003
   */
  public static void checkQuoted(Path path, String what) {
    if (path.toString().chars().anyMatch(c -> c < ' ' || c == '\'' || c == 0x7f)) {
      throw new Failure(
          Diagnostic.error(Code.D5003, "make cannot use " + what + ": " + path)
              .why("the rules of the Makefile put it between single quotes")
              .help("build elsewhere with `-o DIR`, in a path without `'` and control characters"));
    }
  }
}
