package org.distroc.diag;

import java.util.Objects;

/**
 * A range within one line of a text file. It contains the text of the line, so that showing it does
 * not read the file again, which may have changed.
 *
 * @param file the file as the user named it
 * @param line counted from 1
 * @param column of the first character, counted from 1 in Unicode code points
 * @param width code points covered; 0 marks a place between two characters
 * @param text the whole line without its line break
 */
public record Span(String file, int line, int column, int width, String text)
    implements Comparable<Span> {

  /** Rejects positions below 1. */
  public Span {
    Objects.requireNonNull(file);
    Objects.requireNonNull(text);
    if (line < 1 || column < 1 || width < 0) {
      throw new IllegalArgumentException(
          "no such place: " + file + ":" + line + ":" + column + "+" + width);
    }
  }

  /** {@code file:line:column}, the form that editors and terminals make clickable. */
  public String place() {
    return file + ":" + line + ":" + column;
  }

  /** In the order of a file's text; files by name. */
  @Override
  public int compareTo(Span other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }
}
