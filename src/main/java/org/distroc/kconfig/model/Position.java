package org.distroc.kconfig.model;

import org.distroc.diag.Span;

/**
 * A line of a Kconfig file.
 *
 * @param file relative to the source tree if it is in there, as {@code source} named it
 * @param line counted from 1
 */
public record Position(String file, int line) {
  /** {@code file:line}. */
  @Override
  public String toString() {
    return file + ":" + line;
  }

  /** The whole line as a span; {@code text} is what it says. */
  public Span span(String text) {
    String shown = text.stripTrailing();
    int indent = shown.length() - shown.stripLeading().length();
    int width = shown.codePointCount(indent, shown.length());
    return new Span(file, line, indent + 1, width, shown);
  }
}
