package org.distroc.lsp;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Span;
import org.distroc.recipe.text.SourceText;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/**
 * The text of a recipe as an editor has it, at one moment.
 *
 * @param uri the editor's name of it
 * @param version the editor's number of the text
 * @param text without a byte order mark
 */
record OpenRecipe(String uri, int version, String text) {
  /** The file that it stands for; one that was never saved stands for one in the home folder. */
  Path file() {
    try {
      return Path.of(URI.create(uri)).toAbsolutePath().normalize();
    } catch (RuntimeException e) {
      // Not a file, such as `untitled:1`.
      return Path.of(System.getProperty("user.home", "/"), "untitled.yaml");
    }
  }

  /** The text with the file's name, for diagnostics. */
  SourceText source() {
    return new SourceText(file().toString(), text);
  }

  /** Its lines, without their ends. */
  List<String> lines() {
    return List.of(text.split("\r\n|\r|\n", -1));
  }

  /** A range that a diagnostic covers; editors count from 0, and in UTF-16. */
  static Range range(Span span) {
    String text = span.text();
    int points = text.codePointCount(0, text.length());
    int from = Math.min(span.column() - 1, points);
    int to = Math.min(from + span.width(), points);
    int line = span.line() - 1;
    return new Range(
        new Position(line, text.offsetByCodePoints(0, from)),
        new Position(line, text.offsetByCodePoints(0, to)));
  }

  /** The range between two indexes into the text. */
  Range range(int start, int end) {
    return new Range(position(start), position(end));
  }

  private Position position(int index) {
    int at = Math.max(0, Math.min(index, text.length()));
    int line = 0;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' && (i + 1 >= text.length() || text.charAt(i + 1) != '\n')) {
        line++;
        lineStart = i + 1;
      }
    }
    return new Position(line, at - lineStart);
  }

  /** The text after changes of its parts, in their order. */
  OpenRecipe changed(int newVersion, List<TextDocumentContentChangeEvent> changes) {
    String now = text;
    for (TextDocumentContentChangeEvent change : changes) {
      now =
          change.getRange() == null
              ? change.getText()
              : now.substring(0, index(now, change.getRange().getStart()))
                  + change.getText()
                  + now.substring(index(now, change.getRange().getEnd()));
    }
    return new OpenRecipe(uri, newVersion, now);
  }

  private static int index(String text, Position position) {
    int at = 0;
    for (int line = 0; line < position.getLine(); line++) {
      int end = at;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      if (end == text.length()) {
        return end;
      }
      at = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }
    return Math.min(text.length(), at + position.getCharacter());
  }
}
