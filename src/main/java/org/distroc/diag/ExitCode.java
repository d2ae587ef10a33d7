package org.distroc.diag;

/** The exit codes of distroc: stable, documented, and each with one meaning. */
public enum ExitCode {
  /** Everything asked for was done. */
  DONE(0),
  /** A bug in distroc itself. */
  BUG(1),
  /** The command line is wrong. */
  USAGE(2),
  /** The recipe, or a file that it names, is wrong. */
  RECIPE(3),
  /** The host lacks a tool, or denies something. */
  HOST(4),
  /** A build step failed. */
  BUILD(5),
  /** The guest did not do what its test says. */
  GUEST(6),
  /** The guest ran out of time. */
  TIMEOUT(7),
  /** A signal interrupted distroc. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number that the process ends with. */
  public int number() {
    return number;
  }
}
