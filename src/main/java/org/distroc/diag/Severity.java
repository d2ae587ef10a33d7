package org.distroc.diag;

/** Only an {@link #ERROR} stops the work. */
public enum Severity {
  /** The work stops. */
  ERROR("error"),
  /** The work goes on. */
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
