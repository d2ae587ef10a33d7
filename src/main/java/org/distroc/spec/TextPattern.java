package org.distroc.spec;

/**
 * A text to look for.
 *
 * @param text one line or a part of it, not empty; {@code ${name}} stands for what an earlier
 *     regular expression of the same test captured as {@code name}, and for itself if none did
 * @param regex whether it is a regular expression: valid, in RE2 syntax; matches lie within a line
 */
public record TextPattern(String text, boolean regex) {

  /** Rejects an empty text, which would match everywhere. */
  public TextPattern {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty text matches everywhere");
    }
  }

  /** A literal text. */
  public static TextPattern plain(String text) {
    return new TextPattern(text, false);
  }
}
