package org.distroc.recipe.text;

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
 * The diagnostics of one document. A hostile recipe can hold a hundred thousand mistakes, so a
 * mistake is put into words only when it is among the first ones, which are shown.
 */
public final class FileDiagnostics {
  /** How many are shown; more would not be read, and most have the same cause. */
  public static final int MOST = 100;

  private final SourceText source;
  private final List<Entry> list = new ArrayList<>();
  private final Set<Node> bad = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean errors;

  /** None yet; {@code source} is where those with bare indexes are. */
  public FileDiagnostics(SourceText source) {
    this.source = source;
  }

  private record Entry(SourceText source, int start, int end, Supplier<Diagnostic> words) {
    Diagnostic diagnostic() {
      return source.language().coded(words.get()).at(source.span(start, end));
    }
  }

  /** An error from {@code start} to {@code end} of the document's own text, worded later. */
  public void error(int start, int end, Supplier<Diagnostic> words) {
    add(source, start, end, words);
  }

  /** An error from {@code start} to {@code end} of the text that holds a node. */
  public void error(Node in, int start, int end, Supplier<Diagnostic> words) {
    add(in.source(), start, end, words);
  }

  /** An error at a value. */
  public void error(Node node, Supplier<Diagnostic> words) {
    ignore(node);
    add(node.source(), node.start(), node.end(), words);
  }

  private void add(SourceText text, int start, int end, Supplier<Diagnostic> words) {
    errors = true;
    list.add(new Entry(text, start, end, words));
  }

  /** Takes over the findings of another document, to be shown after those so far. */
  public void addAll(FileDiagnostics other) {
    list.addAll(other.list);
    bad.addAll(other.bad);
    errors |= other.errors;
  }

  /** Drops all findings, for a text that is read again. */
  void forget() {
    list.clear();
    bad.clear();
    errors = false;
  }

  /** Exempts a value from further checks. */
  public void ignore(Node node) {
    bad.add(node);
  }

  /** Whether this very value is exempt because it is wrong already. */
  public boolean isBad(Node node) {
    return bad.contains(node);
  }

  /** A warning at a value. */
  public void warning(Node node, Diagnostic words) {
    if (words.severity() != Severity.WARNING) {
      throw new IllegalArgumentException("not a warning: " + words);
    }
    list.add(new Entry(node.source(), node.start(), node.end(), () -> words));
  }

  /** Whether there is neither an error nor a warning. */
  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** Whether there is an error. */
  public boolean hasErrors() {
    return errors;
  }

  /**
   * In the order of the text, the document's own first, then file by file; at most {@link #MOST},
   * the last of which says how many are left out.
   */
  public List<Diagnostic> diagnostics() {
    list.sort(
        Comparator.comparing(this::isElsewhere)
            .thenComparing(entry -> entry.source().file())
            .thenComparingInt(Entry::start));
    List<Diagnostic> shown = new ArrayList<>();
    for (Entry entry : list.subList(0, Math.min(MOST, list.size()))) {
      shown.add(entry.diagnostic());
    }
    if (list.size() > MOST) {
      int more = list.size() - MOST;
      shown.set(MOST - 1, shown.get(MOST - 1).why(more + " more diagnostics are not shown"));
    }
    return shown;
  }

  private boolean isElsewhere(Entry entry) {
    return entry.source() != source;
  }

  /** All of them, to be thrown. */
  public Failure failure() {
    return new Failure(diagnostics());
  }
}
