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
  /** A Kconfig file is missing or unreadable. */
  D2100(ExitCode.RECIPE, "a Kconfig file cannot be read"),
  /** A line of a Kconfig file that cannot be understood. */
  D2101(ExitCode.RECIPE, "a line of a Kconfig file has a mistake"),
  /** A block of a Kconfig file that is not ended, or ended by the wrong word. */
  D2102(ExitCode.RECIPE, "a block of a Kconfig file is not closed"),
  /** A choice of a Kconfig file, or a member of one, that cannot be. */
  D2103(ExitCode.RECIPE, "a choice is defined wrongly"),
  /** Options whose values depend on themselves. */
  D2104(ExitCode.RECIPE, "options depend on each other in a circle"),
  /** A macro that cannot be expanded. */
  D2105(ExitCode.RECIPE, "a Kconfig macro fails"),
  /** A Kconfig file that includes itself. */
  D2106(ExitCode.RECIPE, "a Kconfig file includes itself"),
  /** Kconfig files beyond every sensible size. */
  D2107(ExitCode.RECIPE, "the Kconfig files are too large or too deep"),
  /** Something odd in a Kconfig file that the kernel accepts. */
  D2108(ExitCode.RECIPE, "a Kconfig file has something odd"),
  /** A shell command of a Kconfig macro that cannot be run. */
  D2109(ExitCode.HOST, "a command of a Kconfig file cannot be run"),
  /** A line of a .config file that does not count. */
  D2110(ExitCode.RECIPE, "a line of a .config file does not count"),
  /** A base configuration that is not there. */
  D2111(ExitCode.RECIPE, "the base configuration cannot be read"),
  /** An option that this kernel does not have. */
  D2120(ExitCode.RECIPE, "the kernel has no such option"),
  /** An option that would not become what was asked for. */
  D2121(ExitCode.RECIPE, "the kernel will not take an option"),
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
