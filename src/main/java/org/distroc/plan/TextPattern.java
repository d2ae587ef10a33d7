package org.distroc.plan;

/**
 * A text to look for.
 *
 * @param text one line or a part of it, never empty; {@code ${name}} stands for what an earlier
 *     regular expression of the same test captured under that name, and is text if none did
 * @param regex whether it is a regular expression, in the syntax of RE2 and known to be well
 *     formed; a match lies within one line
 */
public record TextPattern(String text, boolean regex) {

  /** Refuses an empty text, which is everywhere. */
  public TextPattern {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty text is always there");
    }
  }

  /** A text that is meant as it is. */
  public static TextPattern plain(String text) {
    return new TextPattern(text, false);
  }
}
