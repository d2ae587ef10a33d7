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
  /** No package of that name holds a kernel source. */
  D2000(ExitCode.RECIPE, "no such kernel package"),
  /** A tarball has another digest than the recipe says. */
  D2001(ExitCode.RECIPE, "wrong digest"),
  /** A tarball's file is missing or is none. */
  D2002(ExitCode.RECIPE, "the tarball cannot be read"),
  /** A URL that is not followed, or leads to nothing. */
  D2003(ExitCode.RECIPE, "the URL leads to no tarball"),
  /** An archive is damaged, hostile, or of a kind that is not unpacked. */
  D2004(ExitCode.RECIPE, "the archive cannot be unpacked"),
  /** A folder, commit or tarball holds something else. */
  D2005(ExitCode.RECIPE, "not a kernel source tree"),
  /** A kernel tree was configured or built in place, so it cannot serve a build elsewhere. */
  D2006(ExitCode.RECIPE, "the kernel tree was built in place"),
  /** A git URL or commit that is not followed. */
  D2007(ExitCode.RECIPE, "the git source is not usable"),
  /** The repository does not have the commit. */
  D2008(ExitCode.RECIPE, "no such commit"),
  /** A name that is no system call of the kernel. */
  D2010(ExitCode.RECIPE, "unknown system call"),
  /** The kernel keeps a number for the call but does not implement it. */
  D2011(ExitCode.RECIPE, "the system call is not implemented"),
  /** The tree's table or prototype of a system call is missing or not understood. */
  D2012(ExitCode.RECIPE, "the system call cannot be read from the kernel tree"),
  /** The host has no apt, so there are no Debian packages. */
  D5020(ExitCode.HOST, "no apt on this host"),
  /** apt has no package lists. */
  D5021(ExitCode.HOST, "apt has no package lists"),
  /** The kernel source is not in the cache and the network is not to be used. */
  D5022(ExitCode.HOST, "the kernel source needs the network"),
  /** A download did not arrive. */
  D5023(ExitCode.HOST, "the download failed"),
  /** The cache cannot be written. */
  D5024(ExitCode.HOST, "the cache cannot be written"),
  /** A tool that gets or unpacks a kernel source is missing. */
  D5025(ExitCode.HOST, "a tool for the kernel source is missing"),
  /** apt-get failed. */
  D5026(ExitCode.HOST, "apt-get failed"),
  /** git failed. */
  D5027(ExitCode.HOST, "git failed"),
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
