package org.distroc.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;

/**
 * What is wrong with one file. A hostile recipe can hold a hundred thousand mistakes, so a finding
 * is put into words only when it is among the first that are told.
 */
final class FileDiagnostics {
  /** How many are told; nobody reads more, and most have the same cause. */
  static final int MOST = 100;

  private final SourceText source;
  private final List<Finding> list = new ArrayList<>();
  private final Set<Node> bad = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean errors;

  FileDiagnostics(SourceText source) {
    this.source = source;
  }

  private record Finding(int start, int end, Supplier<Diagnostic> words) {}

  /** An error from {@code start} to {@code end}, worded later. */
  void error(int start, int end, Supplier<Diagnostic> words) {
    errors = true;
    list.add(new Finding(start, end, words));
  }

  /** An error at a value. */
  void error(Node node, Supplier<Diagnostic> words) {
    leaveAlone(node);
    error(node.start(), node.end(), words);
  }

  /** Keeps further checks from judging a value. */
  void leaveAlone(Node node) {
    bad.add(node);
  }

  /** Whether something was found at this very value, so that further checks leave it alone. */
  boolean isBad(Node node) {
    return bad.contains(node);
  }

  /** A warning at a value. */
  void warning(Node node, Diagnostic words) {
    if (words.severity() != Severity.WARNING) {
      throw new IllegalArgumentException("not a warning: " + words);
    }
    list.add(new Finding(node.start(), node.end(), () -> words));
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  boolean hasErrors() {
    return errors;
  }

  /** In the order of the text, at most {@link #MOST}; the last says how many are left out. */
  List<Diagnostic> diagnostics() {
    list.sort(Comparator.comparingInt(Finding::start));
    List<Diagnostic> told = new ArrayList<>();
    for (Finding finding : list.subList(0, Math.min(MOST, list.size()))) {
      Diagnostic words = source.language().worded(finding.words().get());
      told.add(words.at(source.span(finding.start(), finding.end())));
    }
    if (list.size() > MOST) {
      int more = list.size() - MOST;
      told.set(MOST - 1, told.get(MOST - 1).why(more + " more after this one are not shown"));
    }
    return told;
  }

  Failure failure() {
    return new Failure(diagnostics());
  }
}
