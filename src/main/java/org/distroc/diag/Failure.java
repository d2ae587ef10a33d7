package org.distroc.diag;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Ends a phase because of an error in the user's files or machine, with its diagnostics. It is not
 * a bug in distroc, so it has no stack trace.
 */
public class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  /** From one or more diagnostics, at least one of them an error; they are sorted by position. */
  public Failure(List<Diagnostic> diagnostics) {
    this(diagnostics, null);
  }

  /** As above, with an exception as the cause, for {@code --verbose}. */
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

  /** A single error with an exception as its cause, for {@code --verbose}. */
  public Failure(Diagnostic diagnostic, Throwable cause) {
    this(List.of(diagnostic), cause);
  }

  /** The diagnostics, sorted by position. */
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

  /** Sorts diagnostics with a position first, by position; the order of the others is kept. */
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
