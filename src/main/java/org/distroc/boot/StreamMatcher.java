package org.distroc.boot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds expected texts in one console, in order. A guest may have two consoles that say the same,
 * one of them a little later; so a text that was found on the other one first is passed over here
 * before the next one is looked for.
 */
final class StreamMatcher {
  private static final Pattern INNER_BLANK = Pattern.compile("(?<=\\S) (?=\\S)");

  private final ConsoleText text;
  private final boolean wraps;
  private final Deque<String> foundElsewhere = new ArrayDeque<>();
  private final Map<String, Lookout> lookouts = new HashMap<>();
  private long position;

  /** With {@code wraps}, a blank inside an expected text may be where a line was broken. */
  StreamMatcher(ConsoleText text, boolean wraps) {
    this.text = text;
    this.wraps = wraps;
  }

  /** Whether the text is there now, after all that was found before; if so, moves behind it. */
  boolean find(String expected) {
    foundElsewhere.removeIf(this::advance);
    return advance(expected);
  }

  /** Notes that the other console showed a text. */
  void wasFoundElsewhere(String expected) {
    foundElsewhere.add(expected);
  }

  private boolean advance(String expected) {
    OptionalLong end =
        lookouts
            .computeIfAbsent(expected, e -> new Lookout(text, pattern(e), e.length(), position))
            .find();
    if (end.isPresent()) {
      position = end.getAsLong();
      lookouts.clear();
    }
    return end.isPresent();
  }

  private Pattern pattern(String expected) {
    if (!wraps) {
      return Pattern.compile(Pattern.quote(expected));
    }
    Matcher inner = INNER_BLANK.matcher(expected);
    StringBuilder out = new StringBuilder();
    int done = 0;
    while (inner.find()) {
      out.append(Pattern.quote(expected.substring(done, inner.start()))).append("[ \n]");
      done = inner.end();
    }
    return Pattern.compile(out + Pattern.quote(expected.substring(done)));
  }
}
