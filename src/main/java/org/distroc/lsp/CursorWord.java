package org.distroc.lsp;

import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/**
 * The word that a cursor is on.
 *
 * @param text the word itself
 * @param range where it is
 * @param place what is written at its end
 */
record CursorWord(String text, Range range, CursorPlace place) {
  /** The word at a position of a recipe; empty on blanks, in comments and at marks. */
  static Optional<CursorWord> at(OpenRecipe recipe, Position cursor) {
    List<String> lines = recipe.lines();
    String line = cursor.getLine() < lines.size() ? lines.get(cursor.getLine()) : "";
    int from = Math.min(cursor.getCharacter(), line.length());
    int to = from;
    while (from > 0 && isPart(line.charAt(from - 1))) {
      from--;
    }
    while (to < line.length() && isPart(line.charAt(to))) {
      to++;
    }
    CursorPlace place = CursorPlace.at(lines, cursor.getLine(), to);
    return from == to || place.kind() == CursorPlace.Kind.NOTHING
        ? Optional.empty()
        : Optional.of(
            new CursorWord(
                line.substring(from, to),
                new Range(new Position(cursor.getLine(), from), new Position(cursor.getLine(), to)),
                place));
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || "_-./".indexOf(c) >= 0;
  }

  /** The name of a kernel option if the word is one that the recipe sets, or its value. */
  Optional<String> option() {
    if (!Places.isOptions(place.path())) {
      return Optional.empty();
    }
    String name = place.kind() == CursorPlace.Kind.VALUE ? place.key() : text;
    return Optional.of(name.startsWith("CONFIG_") ? name.substring("CONFIG_".length()) : name);
  }
}
