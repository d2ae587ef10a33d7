package org.distroc.diag;

/** How bad a diagnostic is. Only an {@link #ERROR} stops the work. */
public enum Severity {
  /** The work cannot go on. */
  ERROR("error"),
  /** The work goes on, and the result may surprise. */
  WARNING("warning");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** The word a person reads, and the one in JSON. */
  public String word() {
    return word;
  }
}
