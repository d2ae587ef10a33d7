package org.distroc.builder.messages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Span;
import org.distroc.host.BoundedFiles;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;

/** Places in the sources of init; the tools see copies of them in {@code source/}. */
final class SourcePlaces {
  private static final Pattern COPY = Pattern.compile("^(?:\\./)*(?:source/)?");

  private final List<InitPlan.SourceFile> sources;
  private final List<Span> listed;
  private final Span init;
  private final String kernel;

  SourcePlaces(BuildPlan plan) {
    this.sources = plan.init().map(InitPlan::sources).orElse(List.of());
    this.listed = plan.locations().sources();
    this.init = plan.locations().init();
    this.kernel = plan.kernel().tree().root() + "/";
  }

  /** The recipe's file that a tool names. */
  Optional<InitPlan.SourceFile> source(String path) {
    String name = COPY.matcher(path).replaceFirst("");
    return sources.stream().filter(one -> one.path().equals(name)).findFirst();
  }

  /** Whether a place is in a source, not in the recipe. */
  boolean isInSource(Span at) {
    return sources.stream().anyMatch(one -> one.shown().equals(at.file()));
  }

  /** The sources that are compiled. */
  List<InitPlan.SourceFile> compiled() {
    return sources.stream().filter(InitPlan.SourceFile::isCompiled).toList();
  }

  /** Where the recipe lists a source. */
  Span listed(InitPlan.SourceFile file) {
    int index = sources.indexOf(file);
    return index >= 0 && index < listed.size() ? listed.get(index) : init;
  }

  /** The place for what no source is named for: the only one that is compiled, or the recipe. */
  Span fallback() {
    List<InitPlan.SourceFile> compiled = compiled();
    return compiled.size() == 1 ? listed(compiled.get(0)) : init;
  }

  /** A file as the user knows it: by the recipe's name, or without folders of the build. */
  String shown(String path) {
    return source(path)
        .map(InitPlan.SourceFile::path)
        .orElseGet(
            () ->
                path.startsWith(kernel)
                    ? "linux/" + path.substring(kernel.length())
                    : path.replaceFirst("^(?:\\./)+", ""));
  }

  /** The first line of the sources with a word, outside of comments that fill a line. */
  Optional<Span> mention(String word) {
    Pattern whole = word(word);
    for (InitPlan.SourceFile source : sources) {
      List<String> lines = lines(source.file());
      for (int i = 0; i < lines.size(); i++) {
        String text = lines.get(i);
        if (!text.stripLeading().startsWith("//") && whole.matcher(text).find()) {
          return Optional.of(ofName(source, i + 1, word));
        }
      }
    }
    return Optional.empty();
  }

  static Span ofColumn(InitPlan.SourceFile file, int line, int column) {
    String text = textOf(file.file(), line);
    return new Span(file.shown(), line, codePoint(text, column), 1, text);
  }

  /** The code of a line, for tools that report no columns. */
  static Span ofLine(InitPlan.SourceFile file, int line) {
    String text = textOf(file.file(), line);
    String code = text.strip();
    int indent = text.length() - text.stripLeading().length();
    return code.isEmpty()
        ? new Span(file.shown(), line, 1, 1, text)
        : new Span(
            file.shown(),
            line,
            text.codePointCount(0, indent) + 1,
            code.codePointCount(0, code.length()),
            text);
  }

  /** The position of a name in a line: ld reports no columns. */
  static Span ofName(InitPlan.SourceFile file, int line, String name) {
    String text = textOf(file.file(), line);
    Matcher word = word(name).matcher(text);
    int start = word.find() ? text.codePointCount(0, word.start()) : 0;
    int width = start > 0 || text.startsWith(name) ? name.codePointCount(0, name.length()) : 1;
    return new Span(file.shown(), line, start + 1, width, text);
  }

  private static Pattern word(String name) {
    return Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)");
  }

  /** Converts a column to code points: gcc counts terminal columns, with tab stops every eight. */
  private static int codePoint(String text, int column) {
    int width = 0;
    int index = 0;
    while (index < text.length() && width < column - 1) {
      int c = text.codePointAt(index);
      width += c == '\t' ? 8 - width % 8 : 1;
      index += Character.charCount(c);
    }
    return text.codePointCount(0, index) + 1;
  }

  private static String textOf(Path file, int line) {
    List<String> lines = lines(file);
    return line <= lines.size() ? lines.get(line - 1) : "";
  }

  /** The lines of a source; none if it is not UTF-8 or was deleted meanwhile. */
  static List<String> lines(Path file) {
    try {
      return BoundedFiles.lines(file, BoundedFiles.TEXT);
    } catch (IOException e) {
      return List.of();
    }
  }
}
