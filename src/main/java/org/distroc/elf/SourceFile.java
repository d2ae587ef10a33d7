package org.distroc.elf;

import java.util.List;
import java.util.Optional;
import org.distroc.diag.Span;

/**
 * The text of a source file, as its author knows it.
 *
 * @param name the file as the user named it, which need not be what the compiler saw
 * @param lines its lines without their line breaks
 */
public record SourceFile(String name, List<String> lines) {
  /** Copies the lines. */
  public SourceFile {
    lines = List.copyOf(lines);
  }

  /** Finds source files by the path that the compiler saw, relative to the build folder. */
  @FunctionalInterface
  public interface Finder {
    /** The file, if its text can be shown. */
    Optional<SourceFile> find(String path);
  }

  /** The code on a line, without the space around it; empty if there is no such line. */
  Optional<Span> span(int number) {
    if (number < 1 || number > lines.size()) {
      return Optional.empty();
    }
    String line = lines.get(number - 1);
    String code = line.strip();
    int indent = line.codePointCount(0, line.length() - line.stripLeading().length());
    int width = code.codePointCount(0, code.length());
    return Optional.of(new Span(name, number, indent + 1, width, line));
  }
}
