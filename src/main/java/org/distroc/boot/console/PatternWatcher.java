package org.distroc.boot.console;

import java.util.Optional;
import org.distroc.boot.console.TextFinder.Match;

/**
 * Searches a growing console for a text, from a position on. Settled text is searched only once: a
 * guest that floods its console must not make each search longer.
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
