package org.distroc.kconfig.model;

/** Reads the text of one {@code help} block, which is delimited by indentation alone. */
public final class HelpReader {
  private final String text;
  private final StringBuilder out = new StringBuilder();

  /** Whether the text is collected; otherwise only its end is searched for. */
  private boolean making;

  /** The first character that does not belong to the text, once it was read. */
  private int at;

  /** After the last character of the text. */
  private int end;

  private int lineBreaks;
  private boolean blank = true;

  /** Columns of the first line with text; 0 as long as there is none, or it is not indented. */
  private int indent;

  private int lastIndent;

  /** Begins at a character of a file's text, the first of a line. */
  public HelpReader(String text, int start) {
    this.text = text;
    this.at = start;
    this.end = start;
  }

  /** The text, without the indentation of its first line. */
  String read() {
    making = true;
    find();
    return out.toString();
  }

  /** Looks for the end of the text. */
  public void find() {
    while (at < text.length()) {
      int start = at;
      while (start < text.length() && isBlank(text.charAt(start))) {
        start++;
      }
      if (start < text.length() && text.charAt(start) == '\n') {
        if (endsAfterLineBreak(start)) {
          return;
        }
      } else if (start > at) {
        if (dedented(start)) {
          return;
        }
      } else {
        line();
      }
    }
    end = at;
  }

  /** Where the next token begins, at the earliest. */
  public int following() {
    return at;
  }

  /** Where the text ends; nothing from there to the next token is part of it. */
  public int end() {
    return end;
  }

  /** How many line breaks there are up to the next token. */
  public int lineBreaks() {
    return lineBreaks;
  }

  /** Whether the text is blank. */
  public boolean isBlank() {
    return blank;
  }

  private boolean endsAfterLineBreak(int lineBreak) {
    end = lineBreak;
    at = lineBreak + 1;
    lineBreaks++;
    if (at < text.length() && !isBlank(text.charAt(at)) && text.charAt(at) != '\n') {
      return true;
    }
    end = at;
    if (making) {
      out.append('\n');
    }
    return false;
  }

  private boolean dedented(int textStart) {
    int columns = 0;
    for (int i = at; i < textStart; i++) {
      columns = text.charAt(i) == '\t' ? (columns & ~7) + 8 : columns + 1;
    }
    at = textStart;
    lastIndent = columns;
    if (indent == 0) {
      return false;
    }
    if (columns < indent) {
      return true;
    }
    if (making) {
      out.append(" ".repeat(columns - indent));
    }
    return false;
  }

  private void line() {
    int lineBreak = text.indexOf('\n', at);
    int last = lineBreak < 0 ? text.length() : lineBreak;
    int start = at;
    at = last;
    if (making) {
      while (last > start && isBlank(text.charAt(last - 1))) {
        last--;
      }
      out.append(text, start, last);
    }
    for (int i = start; blank && i < last; i++) {
      blank = Character.isWhitespace(text.charAt(i));
    }
    if (indent == 0) {
      indent = lastIndent;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
