package org.distroc.diag;

/**
 * Every kind of diagnostic distroc can give. The thousands digit names the phase: 1 the recipe's
 * text, 2 the kernel and its options, 3 the init program, 4 the image, 5 the host, 6 the build, 7
 * the guest, 8 the command line and the generated files, 9 distroc itself.
 *
 * <p>Each has a page {@code docs/codes/<code>.md}, which {@code distroc explain} prints, and an
 * example that the tests run. A code is never used for something else once it was released.
 */
public enum Code {
  /** A bug in distroc. */
  D9001(ExitCode.BUG, "distroc has a bug");

  private final ExitCode exit;
  private final String title;

  Code(ExitCode exit, String title) {
    this.exit = exit;
    this.title = title;
  }

  /** What distroc ends with when this is the worst that happened. */
  public ExitCode exit() {
    return exit;
  }

  /** A few words, the same for every diagnostic of this code. */
  public String title() {
    return title;
  }
}
