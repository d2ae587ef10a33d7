package org.distroc.kconfig.syntax;

import org.distroc.diag.Diagnostic;

/** Ends the reading of one line; the parser notes it and goes on with the next line. */
final class SyntaxError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  SyntaxError(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  /** A copy with one more reason. */
  SyntaxError why(String reason) {
    return new SyntaxError(diagnostic.why(reason));
  }

  /** A copy with a remedy. */
  SyntaxError help(String remedy) {
    return new SyntaxError(diagnostic.help(remedy));
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
