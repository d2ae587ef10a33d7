package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.host.BoundedFiles;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.spec.Libc;

/**
 * Turns messages of gcc and ld about the recipe's own files into diagnostics at their lines. The
 * tools see copies under {@code source/}; ld gets line numbers from the debug information of {@code
 * -g}.
 */
final class ToolMessages {
  private static final String PLACE = "(?:\\./)?source/([^:\\s]+):(\\d{1,9})";

  /** How ld's lines begin: with or without its name, with or without the object file. */
  private static final String LINKER = "^(?:\\S*ld(?:\\.\\w+)?: )?(?:\\S+\\.o:)?";

  private static final Pattern COMPILER =
      Pattern.compile("^" + PLACE + ":(\\d{1,9}): ((?:fatal )?error|warning): (.*)");

  private static final Pattern UNDEFINED =
      Pattern.compile(LINKER + PLACE + ": undefined reference to `(.+)'");

  private static final Pattern DEFINED_TWICE =
      Pattern.compile(
          LINKER
              + PLACE
              + ": multiple definition of `(.+)'; (?:\\S+\\.o:)?(.+): first defined here");

  /** A message about a file that is none of the recipe's. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "^((?:/|(?:source/[^:]*/)?\\.\\./)[^:]*):\\d{1,9}:(?:\\d{1,9}:)? (?i:error|warning): ");

  /** A file that the preprocessor does not find. */
  private static final Pattern NOT_INCLUDED =
      Pattern.compile("(.+): (?:No such file or directory|Permission denied)");

  /** The assembler's errors; for inline assembly in C the place is a temporary file. */
  private static final Pattern ASSEMBLER = Pattern.compile("^(\\S.*?):(\\d{1,9}): Error: (.*)");

  /** What the compiler passes to the assembler. */
  private static final Pattern TEMPORARY = Pattern.compile("/.*/cc\\w{6}\\.s");

  private static final Pattern NOT_ASSEMBLED =
      Pattern.compile(
          "file not found: (.+)|can't open (.+) for reading: .*|unable to include `(.+)'");

  private final OutsideFiles outside;
  private final List<InitPlan.SourceFile> sources;
  private final Libc libc;

  ToolMessages(BuildPlan plan) {
    InitPlan init = plan.init().orElseThrow();
    this.outside = new OutsideFiles(plan);
    this.sources = init.sources();
    this.libc = init.libc();
  }

  /**
   * All diagnostics about the recipe's files in the output of a step, in order, without duplicates.
   */
  List<Diagnostic> in(String output) {
    Set<Diagnostic> found = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>();
    for (String line : output.lines().toList()) {
      compiler(line).ifPresent(found::add);
      assembler(line).ifPresent(found::add);
      elsewhere(line).ifPresent(found::add);
      definedTwice(line).ifPresent(found::add);
      Matcher undefined = UNDEFINED.matcher(line);
      // ld reports each use; one is enough to act on.
      if (undefined.find() && missing.add(undefined.group(3))) {
        undefined(undefined).ifPresent(found::add);
      }
    }
    return new ArrayList<>(found);
  }

  private Optional<Diagnostic> compiler(String line) {
    Matcher match = COMPILER.matcher(line);
    Optional<InitPlan.SourceFile> source = match.find() ? source(match.group(1)) : Optional.empty();
    return source.map(
        file -> {
          boolean warning = match.group(4).equals("warning");
          Diagnostic diagnostic =
              warning
                  ? Diagnostic.warning(Code.D6022, "gcc warns about " + text(file, match.group(5)))
                  : Diagnostic.error(Code.D6002, "gcc rejects " + text(file, match.group(5)));
          int column = Integer.parseInt(match.group(3));
          Matcher missing = NOT_INCLUDED.matcher(match.group(5));
          if (missing.matches() && outside.isOutside(resolved(file, missing.group(1)))) {
            Span place = ofName(file, line(match), missing.group(1));
            return outside.error(missing.group(1), Optional.of(place));
          }
          return hinted(diagnostic.at(ofColumn(file, line(match), column)), match.group(5));
        });
  }

  /** A name relative to the file that includes it, as a path in the folder of the sources. */
  private static String resolved(InitPlan.SourceFile file, String name) {
    String folder = file.path().substring(0, file.path().lastIndexOf('/') + 1);
    return name.startsWith("/") ? name : folder + name;
  }

  /** The error about a file outside in which the compiler finds mistakes. */
  private Optional<Diagnostic> elsewhere(String line) {
    Matcher match = ELSEWHERE.matcher(line);
    return match.find() && !TEMPORARY.matcher(match.group(1)).matches()
        ? Optional.of(match.group(1)).filter(outside::isOutside).map(outside::error)
        : Optional.empty();
  }

  private Optional<Diagnostic> assembler(String line) {
    Matcher match = ASSEMBLER.matcher(line);
    if (!match.find()) {
      return Optional.empty();
    }
    Optional<InitPlan.SourceFile> source =
        source(match.group(1).replaceFirst("^(?:\\./)?source/", ""));
    Matcher missing = NOT_ASSEMBLED.matcher(match.group(3));
    if (missing.matches()) {
      String name =
          Stream.of(missing.group(1), missing.group(2), missing.group(3))
              .filter(Objects::nonNull)
              .findFirst()
              .orElseThrow();
      if (outside.isOutside(name)) {
        return Optional.of(
            source
                .map(file -> outside.error(name, Optional.of(ofName(file, line(match), name))))
                .orElseGet(() -> outside.error(name)));
      }
    }
    return source.map(
        file ->
            Diagnostic.error(Code.D6002, "the assembler rejects " + text(file, match.group(3)))
                .at(ofColumn(file, line(match), 1)));
  }

  private static String text(InitPlan.SourceFile file, String message) {
    return file.path() + ": " + message;
  }

  private static Diagnostic hinted(Diagnostic diagnostic, String message) {
    return message.endsWith("No such file or directory")
        ? diagnostic.help(
            "without a C library the generated `syscalls.h` is the only header; only files"
                + " listed under `init.source` are copied to the build folder")
        : diagnostic;
  }

  private Optional<Diagnostic> undefined(Matcher match) {
    String name = match.group(3);
    return source(match.group(1))
        .map(
            file ->
                Diagnostic.error(Code.D6020, "undefined reference to `" + name + "`")
                    .at(ofName(file, line(match), name))
                    .label("used here")
                    .why("the linker found it neither in your files nor in " + library())
                    .help(remedy(name)));
  }

  private String library() {
    return libc == Libc.STATIC ? "the C library" : "what distroc adds to them";
  }

  private String remedy(String name) {
    return libc == Libc.NONE
        ? "if it is a system call, list it under `init.syscalls`; if a file of yours defines it,"
            + " list that under `init.source`; functions of a C library need `libc: static`"
        : "if a file of yours defines it, list that under `init.source`; otherwise check the"
            + " spelling";
  }

  private Optional<Diagnostic> definedTwice(String line) {
    Matcher match = DEFINED_TWICE.matcher(line);
    if (!match.find()) {
      return Optional.empty();
    }
    String name = match.group(3);
    String first = match.group(4).replaceFirst("^(?:\\./)?source/", "");
    return source(match.group(1))
        .map(
            file ->
                Diagnostic.error(Code.D6021, "`" + name + "` is defined twice")
                    .at(ofName(file, line(match), name))
                    .label("the second time")
                    .why("it is defined in " + first + " too")
                    .help("define it once and declare it elsewhere, or make each `static`"));
  }

  /** The first line of a file, for what has no other place in it. */
  static Span start(InitPlan.SourceFile file) {
    return ofColumn(file, 1, 1);
  }

  private Optional<InitPlan.SourceFile> source(String path) {
    return sources.stream().filter(one -> one.path().equals(path)).findFirst();
  }

  private static Span ofColumn(InitPlan.SourceFile file, int line, int column) {
    String text = textOf(file.file(), line);
    return new Span(file.shown(), line, codePoint(text, column), 1, text);
  }

  /** The position of the name in the line: ld reports no columns. */
  private static Span ofName(InitPlan.SourceFile file, int line, String name) {
    String text = textOf(file.file(), line);
    Matcher word = Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)").matcher(text);
    int start = word.find() ? text.codePointCount(0, word.start()) : 0;
    int width = start > 0 || text.startsWith(name) ? name.codePointCount(0, name.length()) : 1;
    return new Span(file.shown(), line, start + 1, width, text);
  }

  private static int line(Matcher match) {
    return Math.max(1, Integer.parseInt(match.group(2)));
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
