package org.distroc.recipe.text;

import java.nio.file.Path;
import java.util.Optional;
import org.distroc.diag.Span;

/** The text of one file; turns indexes, which count Java characters, into places. */
public final class SourceText {
  private final String file;
  private final String text;
  private final Language language;
  private final Optional<Base> base;

  /**
   * A file that a recipe extends.
   *
   * @param path of the file, absolute
   * @param at where the recipe extends it
   * @param origin what was fetched to get it; empty for a file next to the recipe
   */
  public record Base(Path path, Span at, Optional<Origin> origin) {
    /** A file next to the recipe. */
    public Base(Path path, Span at) {
      this(path, at, Optional.empty());
    }
  }

  /**
   * Files that were fetched together.
   *
   * @param root the folder that they are in now, absolute
   * @param own the folder of the base, below the root, absolute: it sees nothing else
   * @param shown how its files are named to users, before a colon and their paths
   * @param locked the same in lock files
   * @param pin what fixes their content, such as {@code git:COMMIT}
   * @param folder a short relative path that stands for the root in a build
   */
  public record Origin(
      Path root, Path own, String shown, String locked, String pin, String folder) {
    /** The path of a file from the root. */
    public String pathOf(Path file) {
      return root.relativize(file).toString();
    }
  }

  /** The text of a recipe. */
  public SourceText(String file, String text) {
    this(file, text, Language.RECIPE);
  }

  /** The text of a file as the user named it, without a byte order mark. */
  public SourceText(String file, String text, Language language) {
    this(file, text, language, Optional.empty());
  }

  private SourceText(String file, String text, Language language, Optional<Base> base) {
    this.file = file;
    this.text = text;
    this.language = language;
    this.base = base;
  }

  /** The same text as a base of a recipe. */
  public SourceText extendedAs(Base base) {
    return new SourceText(file, text, language, Optional.of(base));
  }

  /** What extends it; empty for the recipe that the user named. */
  public Optional<Base> base() {
    return base;
  }

  /** The language that it is written in. */
  public Language language() {
    return language;
  }

  /** The file as the user named it. */
  public String file() {
    return file;
  }

  /** The text, without a byte order mark. */
  public String text() {
    return text;
  }

  /** From {@code start} to {@code end}, which is cut at the end of the first line. */
  public Span span(int start, int end) {
    int from = Math.max(0, Math.min(start, text.length()));
    int line = 1;
    int lineStart = 0;
    for (int at = lineEnd(0); at < from; at = lineEnd(lineStart)) {
      int next = afterBreak(at);
      if (next > from) {
        break;
      }
      line++;
      lineStart = next;
    }
    int lineEnd = lineEnd(lineStart);
    int first = Math.min(from, lineEnd);
    int last = Math.max(first, Math.min(end, lineEnd));
    return new Span(
        file,
        line,
        text.codePointCount(lineStart, first) + 1,
        text.codePointCount(first, last),
        text.substring(lineStart, lineEnd),
        base.map(Base::at));
  }

  /** The whole line that contains {@code index}, without its indentation. */
  public Span lineAt(int index) {
    int start = Math.min(index, text.length());
    while (start > 0 && !isBreak(text.charAt(start - 1))) {
      start--;
    }
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    int end = lineEnd(start);
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return span(start, end);
  }

  /** The end of the line that contains {@code from}, before its line break. */
  public int lineEnd(int from) {
    int at = from;
    while (at < text.length() && !isBreak(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int afterBreak(int at) {
    boolean windows =
        text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    return windows ? at + 2 : at + 1;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
