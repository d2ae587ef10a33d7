package org.distroc.recipe.edit;

import java.util.ArrayList;
import java.util.List;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;

/** Adds and removes entries of a map in braces, in its own style. */
public final class FlowText {
  private final SourceText source;
  private final String text;
  private final Node.Keys keys;
  private final List<Node.Entry> entries;

  FlowText(SourceText source, Node.Keys keys) {
    this.source = source;
    this.text = source.text();
    this.keys = keys;
    this.entries = new ArrayList<>(keys.entries().values());
  }

  /** The text with one more entry at the end of the map. */
  String add(String entry) {
    if (entries.isEmpty()) {
      int open = keys.start() + 1;
      return text.substring(0, open) + entry + text.substring(open);
    }
    Node.Entry last = entries.get(entries.size() - 1);
    int end = end(last);
    int start = last.key().start();
    int lineStart = lineStart(start);
    int lineEnd = source.lineEnd(end);
    boolean linesOfTheirOwn =
        text.substring(lineStart, start).isBlank() && lineEnd < keys.end() - 1;
    if (!linesOfTheirOwn) {
      return text.substring(0, end) + ", " + entry + text.substring(end);
    }
    int comma = comma(end);
    boolean ended = comma >= 0;
    int next = text.startsWith("\r\n", lineEnd) ? lineEnd + 2 : lineEnd + 1;
    return text.substring(0, end)
        + (ended ? "" : ",")
        + text.substring(end, next)
        + text.substring(lineStart, start)
        + entry
        + (ended ? "," : "")
        + text.substring(lineEnd);
  }

  /** The text without an entry. */
  String remove(Node.Entry entry) {
    int index = entries.indexOf(entry);
    int start = entry.key().start();
    int end = end(entry);
    if (entries.size() == 1 && !hasComment(keys.start() + 1, keys.end() - 1)) {
      return without(keys.start() + 1, keys.end() - 1);
    }
    int comma = comma(end);
    if (standsAlone(start, comma < 0 ? end : comma + 1)) {
      int lineEnd = source.lineEnd(end);
      int next = text.startsWith("\r\n", lineEnd) ? lineEnd + 2 : lineEnd + 1;
      return without(lineStart(start), next);
    }
    if (index > 0 && !hasComment(end(entries.get(index - 1)), start)) {
      return without(end(entries.get(index - 1)), end);
    }
    if (index + 1 < entries.size() && !hasComment(end, entries.get(index + 1).key().start())) {
      return without(start, entries.get(index + 1).key().start());
    }
    return without(start, comma < 0 ? end : comma + 1);
  }

  /** Whether a stretch has a line to itself, but for a comment. */
  private boolean standsAlone(int start, int end) {
    int lineEnd = source.lineEnd(end);
    String after = text.substring(end, lineEnd).strip();
    return lineEnd < keys.end() - 1
        && text.substring(lineStart(start), start).isBlank()
        && lineStart(start) > keys.start()
        && (after.isEmpty() || after.startsWith("#"));
  }

  /** The comma after an entry, before anything else; -1 if there is none. */
  private int comma(int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() && text.charAt(at) == ',' ? at : -1;
  }

  private boolean hasComment(int from, int to) {
    // A quoted value may contain one too; then a harmless extra comma stays.
    return text.substring(from, to).indexOf('#') >= 0;
  }

  private int end(Node.Entry entry) {
    return Math.max(entry.key().end(), entry.value().end());
  }

  private int lineStart(int index) {
    int start = index;
    while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
      start--;
    }
    return start;
  }

  private String without(int from, int to) {
    return text.substring(0, from) + text.substring(to);
  }
}
