package org.distroc.diag;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A range within one line of a text file. It contains the text of the line, so that showing it does
 * not read the file again, which may have changed.
 *
 * @param file the file as the user named it
 * @param line counted from 1
 * @param column of the first character, counted from 1 in Unicode code points
 * @param width code points covered; 0 marks a place between two characters
 * @param text the whole line without its line break
 * @param extendedAt where a recipe extends the file; empty for a file that no recipe extends
 */
public record Span(
    String file, int line, int column, int width, String text, Optional<Span> extendedAt)
    implements Comparable<Span> {

  /** Rejects positions below 1. */
  public Span {
    Objects.requireNonNull(file);
    Objects.requireNonNull(text);
    Objects.requireNonNull(extendedAt);
    if (line < 1 || column < 1 || width < 0) {
      throw new IllegalArgumentException(
          "no such place: " + file + ":" + line + ":" + column + "+" + width);
    }
  }

  /** A place in a file that no recipe extends. */
  public Span(String file, int line, int column, int width, String text) {
    this(file, line, column, width, text, Optional.empty());
  }

  /** The places of {@code extends} that brought the file, the nearest first. */
  public List<Span> chain() {
    List<Span> chain = new ArrayList<>();
    for (Optional<Span> at = extendedAt; at.isPresent(); at = at.get().extendedAt) {
      chain.add(at.get());
    }
    return chain;
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
