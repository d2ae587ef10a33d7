package org.distroc.boot.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.distroc.boot.console.ConsoleText;
import org.distroc.boot.console.PatternWatcher;
import org.distroc.boot.console.TextFinder;
import org.distroc.boot.console.TextFinder.Match;
import org.distroc.spec.TextPattern;

/**
 * Finds expected texts in one console, in order. A guest may have two consoles with the same
 * output, one of them a little later; so a text that was found on the other one first is skipped
 * here before the next one is looked for.
 */
final class StreamMatcher {
  private final ConsoleText text;
  private final boolean wraps;
  private final Deque<TextPattern> foundElsewhere = new ArrayDeque<>();
  private final Map<TextPattern, PatternWatcher> lookouts = new HashMap<>();
  private long position;

  /** With {@code wraps}, a blank inside an expected text may be where a line was broken. */
  StreamMatcher(ConsoleText text, boolean wraps) {
    this.text = text;
    this.wraps = wraps;
  }

  /** The next match after all previous ones, if there is one now; then moves past it. */
  Optional<Match> find(TextPattern expected) {
    foundElsewhere.removeIf(passed -> advance(passed).isPresent());
    return advance(expected);
  }

  /** Notes that the other console showed a text. */
  void wasFoundElsewhere(TextPattern expected) {
    foundElsewhere.add(expected);
  }

  private Optional<Match> advance(TextPattern expected) {
    Optional<Match> match =
        lookouts
            .computeIfAbsent(
                expected, e -> new PatternWatcher(text, TextFinder.of(e, wraps), position))
            .find();
    match.ifPresent(
        found -> {
          position = found.end();
          lookouts.clear();
        });
    return match;
  }
}
