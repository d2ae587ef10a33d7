package org.distroc.kconfig.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distroc.kconfig.model.KconfigFiles;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.value.ByteStrings;

/** A line of a Kconfig file, verbatim: a tree keeps only its meaning. */
final class SourceLine {
  private SourceLine() {}

  /** The macros that are called in the line, such as {@code $(cc-option,-mfoo)}. */
  static List<String> macros(Path srctree, Position at) {
    String line = read(srctree, at);
    List<String> macros = new ArrayList<>();
    int start = line.indexOf("$(");
    while (start >= 0) {
      int end = start + 2;
      for (int open = 1; end < line.length() && open > 0; end++) {
        open += line.charAt(end) == '(' ? 1 : line.charAt(end) == ')' ? -1 : 0;
      }
      macros.add(line.substring(start, end));
      start = line.indexOf("$(", end);
    }
    return macros;
  }

  /** With the lines that continue it; empty when it is not there. */
  private static String read(Path srctree, Position at) {
    String text;
    try {
      text = new KconfigFiles(srctree).text(ByteStrings.ofText(at.file()));
    } catch (IOException e) {
      text = null;
    }
    if (text == null) {
      return "";
    }
    return ByteStrings.toText(text)
        .replace("\\\n", " ")
        .lines()
        .skip(Math.max(0, at.line() - 1 - continuations(text, at.line())))
        .findFirst()
        .orElse("");
  }

  /** How many lines before this one are continued by the next, and so count less. */
  private static long continuations(String text, int line) {
    return text.lines().limit(line - 1L).filter(l -> l.endsWith("\\")).count();
  }
}
