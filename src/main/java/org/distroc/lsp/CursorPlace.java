package org.distroc.lsp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is being typed at a place of a recipe. It is found by the indentation of lines alone: while
 * somebody types, a text is seldom valid YAML.
 *
 * @param path the keys above, from the top; an item of a list is {@link #ITEM}
 * @param kind what is typed
 * @param key of the value; empty for other kinds
 * @param word what was typed of it before the cursor
 * @param start the column where the word begins, in Java characters from 0
 * @param siblings keys that the map has already
 */
record CursorPlace(
    List<String> path, Kind kind, String key, String word, int start, Set<String> siblings) {
  /** Stands for the items of a list in a path. */
  static final String ITEM = "[]";

  /** Long lines are no recipe. */
  private static final int LONGEST = 2000;

  private static final Pattern LINE =
      Pattern.compile("( {0,200})((?:- {1,20}){0,5})([^ -].{0,2000}|-?)");

  private static final Pattern PAIR =
      Pattern.compile("([A-Za-z0-9_./\"'$-]{1,200}) {0,20}:(?: (.{0,2000}))?");

  /** What can be typed. */
  enum Kind {
    /** A key of a map. */
    KEY,
    /** The value of a key. */
    VALUE,
    /** An item of a list. */
    LIST_ITEM,
    /** Nothing that distroc knows of, such as a comment. */
    NOTHING
  }

  private static final CursorPlace NOWHERE =
      new CursorPlace(List.of(), Kind.NOTHING, "", "", 0, Set.of());

  /**
   * The place of a cursor.
   *
   * @param lines of the recipe
   * @param line counted from 0
   * @param column in Java characters, counted from 0
   */
  static CursorPlace at(List<String> lines, int line, int column) {
    String whole = line < lines.size() ? lines.get(line) : "";
    String head = whole.substring(0, Math.min(column, whole.length()));
    if (head.length() > LONGEST || head.stripLeading().startsWith("#") || head.contains(" #")) {
      return NOWHERE;
    }
    Matcher parts = LINE.matcher(head);
    if (!parts.matches()) {
      return NOWHERE;
    }
    int own = parts.group(1).length();
    int at = own + parts.group(2).length();
    String rest = parts.group(3).equals("-") ? "" : parts.group(3);
    List<String> path = new Above(lines).of(line, own, at);
    Matcher pair = PAIR.matcher(rest);
    if (pair.matches() && (pair.group(2) != null || rest.endsWith(":"))) {
      String value = pair.group(2) == null ? "" : pair.group(2);
      return value(path, unquoted(pair.group(1)), value, head.length());
    }
    boolean item = !parts.group(2).isEmpty();
    return new CursorPlace(
        path,
        item ? Kind.LIST_ITEM : Kind.KEY,
        "",
        rest,
        head.length() - rest.length(),
        new Above(lines).siblings(line, at));
  }

  /** A value, or a part of a list or map that is written in one line. */
  private static CursorPlace value(List<String> path, String key, String value, int end) {
    int list = value.lastIndexOf('[');
    int map = value.lastIndexOf('{');
    String last = value.substring(Math.max(value.lastIndexOf(','), Math.max(list, map)) + 1);
    String word = last.stripLeading();
    List<String> inside = new ArrayList<>(path);
    inside.add(key);
    if (list > map && value.indexOf(']', list) < 0) {
      inside.add(ITEM);
      return new CursorPlace(inside, Kind.LIST_ITEM, "", word, end - word.length(), Set.of());
    }
    if (map >= 0 && value.indexOf('}', map) < 0) {
      int colon = word.indexOf(':');
      if (colon < 0) {
        return new CursorPlace(inside, Kind.KEY, "", word, end - word.length(), Set.of());
      }
      String typed = word.substring(colon + 1).stripLeading();
      String name = unquoted(word.substring(0, colon).strip());
      return new CursorPlace(inside, Kind.VALUE, name, typed, end - typed.length(), Set.of());
    }
    String typed = value.stripLeading();
    return new CursorPlace(path, Kind.VALUE, key, typed, end - typed.length(), Set.of());
  }

  private static String unquoted(String key) {
    return key.replaceAll("^[\"']|[\"']$", "");
  }

  /** The whole path of a value: that of its map, and its key. */
  List<String> whole() {
    List<String> whole = new ArrayList<>(path);
    if (kind == Kind.VALUE) {
      whole.add(key);
    }
    return whole;
  }

  /** Looks at the lines around the cursor. */
  private record Above(List<String> lines) {
    private record Line(int indent, int keyAt, String key) {
      boolean isItem() {
        return keyAt > indent;
      }
    }

    private Line read(int number) {
      String text = lines.get(number);
      if (text.isBlank() || text.stripLeading().startsWith("#") || text.length() > LONGEST) {
        return null;
      }
      Matcher parts = LINE.matcher(text);
      if (!parts.matches()) {
        return null;
      }
      int indent = parts.group(1).length();
      Matcher pair = PAIR.matcher(parts.group(3));
      String key = pair.matches() ? unquoted(pair.group(1)) : "";
      return new Line(indent, indent + parts.group(2).length(), key);
    }

    /**
     * The keys above a line.
     *
     * @param indent of the line
     * @param keyAt where its key starts, behind the dashes of a list
     */
    private List<String> of(int number, int indent, int keyAt) {
      List<String> path = new ArrayList<>();
      int column = keyAt;
      boolean inItem = keyAt > indent;
      if (inItem) {
        path.add(ITEM);
        column = indent;
      }
      for (int i = Math.min(number, lines.size()) - 1; i >= 0 && (column > 0 || inItem); i--) {
        Line line = read(i);
        if (line == null) {
          continue;
        }
        if (inItem && line.isItem() && line.indent() == column) {
          continue; // an earlier item
        }
        boolean above = inItem ? line.keyAt() <= column : line.keyAt() < column;
        if (above && !(inItem && line.isItem() && line.keyAt() > column)) {
          path.add(line.key());
          inItem = line.isItem();
          column = line.keyAt();
          if (inItem) {
            path.add(ITEM);
            column = line.indent();
          }
        } else if (!inItem && line.isItem() && line.keyAt() == column) {
          path.add(ITEM);
          inItem = true;
          column = line.indent();
        }
      }
      Collections.reverse(path);
      return path;
    }

    /** The keys of the map that a line at this column belongs to. */
    private Set<String> siblings(int number, int column) {
      Set<String> keys = new LinkedHashSet<>();
      for (int i = number - 1; i >= 0 && add(i, column, keys); i--) {
        if (isStart(i, column)) {
          break;
        }
      }
      for (int i = number + 1; i < lines.size() && !isStart(i, column); i++) {
        if (!add(i, column, keys)) {
          break;
        }
      }
      return keys;
    }

    /** Whether a line starts another item of a list whose maps are at this column. */
    private boolean isStart(int number, int column) {
      Line line = read(number);
      return line != null && line.isItem() && line.keyAt() <= column;
    }

    private boolean add(int number, int column, Set<String> keys) {
      Line line = read(number);
      if (line == null) {
        return true;
      }
      if (line.keyAt() == column && !line.key().isEmpty()) {
        keys.add(line.key());
      }
      return line.keyAt() >= column;
    }
  }
}
