package org.distroc.boot;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Looks for a pattern in a console that grows, from a place on. Text that will not change any more
 * is looked at once only: a guest that never stops talking must not make each look longer.
 */
final class Lookout {
  private final ConsoleText text;
  private final Pattern pattern;
  private final int longest;
  private long from;

  /** With the most characters that a match can have. */
  Lookout(ConsoleText text, Pattern pattern, int longest, long from) {
    this.text = text;
    this.pattern = pattern;
    this.longest = longest;
    this.from = from;
  }

  /** The place behind the first match, if there is one by now. */
  OptionalLong find() {
    long settled = text.settledEnd();
    OptionalLong end = text.find(pattern, from);
    if (end.isEmpty()) {
      from = Math.max(from, settled - longest);
    }
    return end;
  }
}
