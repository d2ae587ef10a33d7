package org.distroc.kconfig.model;

import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;

/** Collects the diagnostics of the Kconfig files of one tree. */
public final class TreeDiagnostics {
  /** More than this would only scroll by. */
  private static final int MAX_ERRORS = 50;

  private static final int MAX_WARNINGS = 1_000;

  private final KconfigFiles files;
  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  /** Shows lines of these files. */
  public TreeDiagnostics(KconfigFiles files) {
    this.files = files;
  }

  /** Adds an error; throws when there are too many. */
  public void add(Diagnostic diagnostic) {
    if (diagnostic.severity() == Severity.WARNING) {
      if (warnings.size() < MAX_WARNINGS) {
        warnings.add(diagnostic);
      }
      return;
    }
    errors.add(diagnostic);
    if (errors.size() >= MAX_ERRORS) {
      throw new Failure(errors);
    }
  }

  /** Adds a warning with the whole line at a position. */
  public void warn(Code code, String message, Position position) {
    add(Diagnostic.warning(code, message).at(files.span(position)));
  }

  /** Adds an error with the whole line at a position. */
  public void error(Code code, String message, Position position) {
    add(errorAt(code, message, position));
  }

  /** An error that is not added yet, with the whole line that it is about. */
  public Diagnostic errorAt(Code code, String message, Position position) {
    return Diagnostic.error(code, message).at(files.span(position));
  }

  /** Throws all errors, if there are any. */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new Failure(errors);
    }
  }

  /** This failure together with the errors added before it. */
  public Failure with(Failure fatal) {
    List<Diagnostic> all = new ArrayList<>(errors);
    fatal.diagnostics().stream().filter(d -> !errors.contains(d)).forEach(all::add);
    return new Failure(all);
  }

  List<Diagnostic> warnings() {
    return List.copyOf(warnings);
  }
}
