package org.distroc.diag;

/** The severity of a diagnostic; only an {@link #ERROR} stops the run. */
public enum Severity {
  /** The run stops. */
  ERROR("error"),
  /** The run continues. */
  WARNING("warning");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** The name in text and JSON output. */
  public String word() {
    return word;
  }
}
