package org.distroc.diag;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One error or warning: what is wrong, where, why, and what to do about it.
 *
 * @param severity whether the run can continue
 * @param code the kind, which has a documentation page
 * @param message one line, in lower case, without a full stop
 * @param at the position, if it is about a text file
 * @param label a few words next to the caret, or empty
 * @param reasons why, each possibly of several lines; the first line of each is introduced by
 *     {@code why:}
 * @param remedies what to do, most helpful first, each introduced by {@code help:}
 */
public record Diagnostic(
    Severity severity,
    Code code,
    String message,
    Optional<Span> at,
    String label,
    List<String> reasons,
    List<String> remedies) {

  /** Copies the lists, so that a diagnostic is immutable. */
  public Diagnostic {
    Objects.requireNonNull(severity);
    Objects.requireNonNull(code);
    Objects.requireNonNull(message);
    Objects.requireNonNull(at);
    Objects.requireNonNull(label);
    reasons = List.copyOf(reasons);
    remedies = List.copyOf(remedies);
  }

  /** An error without a position yet. */
  public static Diagnostic error(Code code, String message) {
    return of(Severity.ERROR, code, message);
  }

  /** A warning without a position yet. */
  public static Diagnostic warning(Code code, String message) {
    return of(Severity.WARNING, code, message);
  }

  private static Diagnostic of(Severity severity, Code code, String message) {
    return new Diagnostic(severity, code, message, Optional.empty(), "", List.of(), List.of());
  }

  /** A copy with a position. */
  public Diagnostic at(Span span) {
    return new Diagnostic(severity, code, message, Optional.of(span), label, reasons, remedies);
  }

  /** A copy with a position, if there is one. */
  public Diagnostic at(Optional<Span> span) {
    return span.map(this::at).orElse(this);
  }

  /** A copy with a label next to the caret. */
  public Diagnostic label(String words) {
    return new Diagnostic(severity, code, message, at, words, reasons, remedies);
  }

  /** A copy with another reason. */
  public Diagnostic why(String reason) {
    return new Diagnostic(severity, code, message, at, label, plus(reasons, reason), remedies);
  }

  /** A copy with another remedy. */
  public Diagnostic help(String remedy) {
    return new Diagnostic(severity, code, message, at, label, reasons, plus(remedies, remedy));
  }

  /** A copy as a warning. */
  public Diagnostic asWarning() {
    return new Diagnostic(Severity.WARNING, code, message, at, label, reasons, remedies);
  }

  /** A copy as an error. */
  public Diagnostic asError() {
    return new Diagnostic(Severity.ERROR, code, message, at, label, reasons, remedies);
  }

  private static List<String> plus(List<String> list, String one) {
    List<String> longer = new ArrayList<>(list);
    longer.add(one);
    return longer;
  }
}
