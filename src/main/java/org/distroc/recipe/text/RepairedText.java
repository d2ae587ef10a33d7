package org.distroc.recipe.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A text after slips of the keyboard were repaired, so that what follows them can be read. Knows
 * where each index was in the text of the file.
 */
final class RepairedText {
  /** A replacement, by its place in the text before it and the one after it. */
  private record Edit(int start, int removed, int inserted) {}

  private final String text;
  private final List<Edit> edits;

  private RepairedText(String text, List<Edit> edits) {
    this.text = text;
    this.edits = edits;
  }

  /** A text without repairs. */
  static RepairedText of(String text) {
    return new RepairedText(text, List.of());
  }

  String text() {
    return text;
  }

  /** A copy in which a part has other characters. */
  RepairedText replace(int start, int end, String with) {
    List<Edit> more = new ArrayList<>(edits);
    more.add(new Edit(start, end - start, with.length()));
    return new RepairedText(text.substring(0, start) + with + text.substring(end), more);
  }

  /** Where an index of this text is in that of the file; inside of a repair, its beginning. */
  int original(int index) {
    int at = index;
    for (int i = edits.size() - 1; i >= 0; i--) {
      Edit edit = edits.get(i);
      if (at >= edit.start + edit.inserted) {
        at += edit.removed - edit.inserted;
      } else if (at > edit.start) {
        at = edit.start + Math.min(at - edit.start, edit.removed);
      }
    }
    return at;
  }
}
