package org.distroc.diag;

/** distroc's exit codes: stable and documented, each with one meaning. */
public enum ExitCode {
  /** Success. */
  DONE(0),
  /** A bug in distroc itself. */
  BUG(1),
  /** The command line is wrong. */
  USAGE(2),
  /** The recipe, or a file that it names, is wrong. */
  RECIPE(3),
  /** The host lacks a tool, or denies access. */
  HOST(4),
  /** A build step failed. */
  BUILD(5),
  /** A test failed. */
  GUEST(6),
  /** The guest timed out. */
  TIMEOUT(7),
  /** A signal interrupted distroc. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The exit status of the process. */
  public int number() {
    return number;
  }
}
