package org.distroc.boot.console;

import java.util.Optional;
import org.distroc.boot.console.TextFinder.Match;

/**
 * Looks for a text in a console that grows, from a place on. Text that will not change any more is
 * looked at once only: a guest that never stops talking must not make each look longer.
 */
public final class PatternWatcher {
  private final ConsoleText text;
  private final TextFinder finder;
  private long from;

  public PatternWatcher(ConsoleText text, TextFinder finder, long from) {
    this.text = text;
    this.finder = finder;
    this.from = from;
  }

  /** The first match, if there is one by now. */
  public Optional<Match> find() {
    long settled = text.settledEnd();
    Optional<Match> match = text.find(finder, from);
    if (match.isEmpty()) {
      from = Math.max(from, settled - finder.reach());
    }
    return match;
  }
}
