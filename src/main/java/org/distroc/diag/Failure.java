package org.distroc.diag;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Ends a phase because of the user's work or machine; it carries everything there is
 * to say. It is not a bug, so it has no stack trace of its own.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  /** One or more diagnostics, at least one of them an error; kept in the order of the file. */
  public Failure(List<Diagnostic> diagnostics) {
    this(diagnostics, null);
  }

  /** The same with a cause in an exception, kept for {@code --verbose}. */
  public Failure(List<Diagnostic> diagnostics, Throwable cause) {
    super(diagnostics.isEmpty() ? "" : diagnostics.get(0).message(), cause, false, false);
    if (diagnostics.stream().noneMatch(d -> d.severity() == Severity.ERROR)) {
      throw new IllegalArgumentException("a failure needs an error: " + diagnostics);
    }
    this.diagnostics = sorted(diagnostics);
  }

  /** A single error. */
  public Failure(Diagnostic diagnostic) {
    this(List.of(diagnostic));
  }

  /** A single error that has its cause in an exception, kept for {@code --verbose}. */
  public Failure(Diagnostic diagnostic, Throwable cause) {
    this(List.of(diagnostic), cause);
  }

  /** The diagnostics, in the order of the file. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** The exit code of the first error. */
  public ExitCode exit() {
    return diagnostics.stream()
        .filter(d -> d.severity() == Severity.ERROR)
        .findFirst()
        .orElseThrow()
        .code()
        .exit();
  }

  /** Those with a place first, by place; the order of the others is kept. */
  public static List<Diagnostic> sorted(List<Diagnostic> diagnostics) {
    Comparator<Diagnostic> byPlace =
        Comparator.comparing(
            Diagnostic::at,
            (Optional<Span> a, Optional<Span> b) ->
                a.isPresent() && b.isPresent()
                    ? a.get().compareTo(b.get())
                    : Boolean.compare(b.isPresent(), a.isPresent()));
    return diagnostics.stream().sorted(byPlace).toList();
  }
}
