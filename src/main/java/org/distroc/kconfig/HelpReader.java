package org.distroc.kconfig;

/** Reads the text of one {@code help} block, which is delimited by indentation alone. */
final class HelpReader {
  private final KconfigFile file;
  private final StringBuilder out = new StringBuilder();

  /** Columns of the first line with text; 0 as long as there is none, or it is not indented. */
  private int indent;

  private int lastIndent;

  HelpReader(KconfigFile file) {
    this.file = file;
  }

  /** Leaves the file at the first character that does not belong to the text. */
  String read() {
    while (!file.atEnd()) {
      int blank = file.at;
      while (blank < file.text.length() && isBlank(file.text.charAt(blank))) {
        blank++;
      }
      if (blank < file.text.length() && file.text.charAt(blank) == '\n') {
        if (endsAfterLineBreak(blank)) {
          break;
        }
      } else if (blank > file.at) {
        if (dedented(blank)) {
          break;
        }
      } else {
        line();
      }
    }
    return out.toString();
  }

  private boolean endsAfterLineBreak(int lineBreak) {
    file.at = lineBreak + 1;
    file.line++;
    char following = file.peek();
    if (!file.atEnd() && !isBlank(following) && following != '\n') {
      return true;
    }
    out.append('\n');
    return false;
  }

  private boolean dedented(int textStart) {
    int columns = 0;
    for (int i = file.at; i < textStart; i++) {
      columns = file.text.charAt(i) == '\t' ? (columns & ~7) + 8 : columns + 1;
    }
    file.at = textStart;
    lastIndent = columns;
    if (indent == 0) {
      return false;
    }
    if (columns < indent) {
      return true;
    }
    out.append(" ".repeat(columns - indent));
    return false;
  }

  private void line() {
    int end = file.endOfLine();
    int last = end;
    while (last > file.at && isBlank(file.text.charAt(last - 1))) {
      last--;
    }
    out.append(file.text, file.at, last);
    file.at = end;
    if (indent == 0) {
      indent = lastIndent;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
