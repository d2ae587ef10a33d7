package org.distroc.recipe.text;

import java.util.function.IntUnaryOperator;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Explains text that is not valid YAML. The parser's messages assume that the reader knows how YAML
 * is parsed; these assume a slip of the keyboard, and point to where it would be fixed.
 */
public final class YamlMistake {
  private final SourceText source;
  private final String text;
  private final FileDiagnostics findings;
  private final String problem;
  private final String context;
  private final int at;
  private final int opened;

  private YamlMistake(
      MarkedYamlEngineException mistake,
      SourceText source,
      FileDiagnostics findings,
      IntUnaryOperator index) {
    this.source = source;
    this.text = source.text();
    this.findings = findings;
    this.problem = mistake.getProblem() == null ? "" : mistake.getProblem();
    this.context = mistake.getContext() == null ? "" : mistake.getContext();
    this.at = place(mistake.getProblemMark().orElse(null), index, 0);
    this.opened = place(mistake.getContextMark().orElse(null), index, at);
  }

  private static int place(Mark mark, IntUnaryOperator index, int otherwise) {
    return mark == null ? otherwise : index.applyAsInt(mark.getIndex());
  }

  /** Adds one finding; {@code index} turns the parser's code points into Java characters. */
  static void report(
      MarkedYamlEngineException mistake,
      SourceText source,
      FileDiagnostics findings,
      IntUnaryOperator index) {
    new YamlMistake(mistake, source, findings, index).report();
  }

  /** A mistake without a place. */
  static Diagnostic plain(String problem, Language language) {
    return Diagnostic.error(Code.D1009, "the " + language.noun() + " is not valid YAML")
        .why("the parser reports: " + problem)
        .help("check the first lines of the file");
  }

  /** A {@code %YAML} line with a version that the parser does not support. */
  static Diagnostic yamlVersion(Language language) {
    return Diagnostic.error(Code.D1009, "unsupported YAML version in the first line")
        .why(language.noun() + "s are YAML 1.2")
        .help("remove the line that starts with `%YAML`");
  }

  /** A text that ends inside {@code \x} and the like. */
  static Diagnostic cutOffEscape(Language language) {
    return Diagnostic.error(
            Code.D1009, "the " + language.noun() + " ends inside an escape sequence")
        .label("digits are missing, and the closing quote")
        .why(
            "inside double quotes `\\x`, `\\u` and `\\U` need two, four or eight hexadecimal"
                + " digits")
        .help("complete the text; the file may be truncated");
  }

  private void report() {
    int tab = indentingTab();
    if (tab >= 0) {
      findings.error(tab, tab + 1, YamlMistake::tab);
    } else if (context.contains("quoted scalar") && problem.startsWith("found unexpected")) {
      findings.error(opened, opened + 1, YamlMistake::openQuote);
    } else if (context.contains("flow mapping") || context.contains("flow sequence")) {
      findings.error(opened, opened + 1, this::openBracket);
    } else if (isFirstInLine(at) && charAt(at) == ':') {
      findings.error(at, at + 1, UnsupportedYaml::keyIsNotText);
    } else if (problem.contains("could not find expected ':'")) {
      findings.error(opened, source.lineEnd(opened), YamlMistake::noColon);
    } else if (problem.contains("mapping values are not allowed")) {
      colon();
    } else if (problem.contains("<block end>") || problem.contains("not allowed here")) {
      misplaced();
    } else {
      findings.error(at, at + 1, this::other);
    }
  }

  /** A colon that makes no key: one too many, or in a line that continues the one above. */
  private void colon() {
    int joined = colonWithoutSpaceAbove();
    if (joined >= 0) {
      findings.error(joined, joined + 1, () -> noSpace("write `key: value`, with a space"));
    } else if (source.text().substring(lineStart(at), at).contains(": ")) {
      findings.error(at, at + 1, () -> secondColon("quote a string that contains `: `"));
    } else {
      findings.error(firstInLine(at), at, YamlMistake::tooFar);
    }
  }

  private void misplaced() {
    if (isFirstInLine(at) || at >= text.length()) {
      findings.error(at, wordEnd(), () -> indentation(at >= text.length()));
    } else {
      findings.error(at, source.lineEnd(at), YamlMistake::textAfterValue);
    }
  }

  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private int lineStart(int index) {
    int start = Math.min(index, text.length());
    while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
      start--;
    }
    return start;
  }

  private int firstInLine(int index) {
    int first = lineStart(index);
    while (charAt(first) == ' ') {
      first++;
    }
    return first;
  }

  private boolean isFirstInLine(int index) {
    return firstInLine(index) >= index;
  }

  private int wordEnd() {
    int end = at;
    while (end < text.length() && text.charAt(end) > ' ') {
      end++;
    }
    return Math.max(end, at + 1);
  }

  /** The first tab before the text of the line with the mistake, or at the mistake; else -1. */
  private int indentingTab() {
    for (int i = lineStart(at); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        return i;
      }
      if (c != ' ' && c != '-') {
        break;
      }
    }
    return charAt(at) == '\t' ? at : -1;
  }

  /** In the line above: {@code memory:64M}, which YAML takes for a text; else -1. */
  private int colonWithoutSpaceAbove() {
    int above = lineStart(at) - 1;
    int start = lineStart(above);
    for (int i = start; i < above; i++) {
      if (text.charAt(i) == ':') {
        return charAt(i + 1) > ' ' && charAt(i + 1) != '/' && i > start ? i : -1;
      }
    }
    return -1;
  }

  private static Diagnostic tab() {
    return Diagnostic.error(Code.D1008, "tabs cannot be used for indentation")
        .label("tab")
        .why(
            "indentation decides what a line belongs to, and editors disagree about the width"
                + " of a tab")
        .help("use spaces, two per level; most editors can convert tabs");
  }

  static Diagnostic openQuote() {
    return Diagnostic.error(Code.D1009, "this quote is never closed")
        .label("opening quote")
        .help("close it; inside double quotes write `\\\"` for a quote, inside single quotes `''`");
  }

  private Diagnostic openBracket() {
    boolean map = context.contains("mapping");
    String open = map ? "{" : "[";
    String close = map ? "}" : "]";
    int line = source.span(at, at).line();
    return Diagnostic.error(Code.D1009, "this `" + open + "` is not closed properly")
        .label("opening bracket")
        .why("expected a comma or `" + close + "` on line " + line)
        .help(
            "put commas between the items and `"
                + close
                + "` after the last; quote strings with brackets, commas or `: `");
  }

  private static Diagnostic noColon() {
    return Diagnostic.error(Code.D1009, "this line has no colon")
        .label("key, or stray text")
        .why("a line is `key: value`, or a list item that starts with `- `")
        .help("add a colon and a space, or indent the line if it belongs to the one above");
  }

  static Diagnostic noSpace(String remedy) {
    return Diagnostic.error(Code.D1009, "missing space after this colon")
        .label("a space is missing")
        .why("without the space, YAML reads a string, not a key and its value")
        .help(remedy);
  }

  static Diagnostic secondColon(String remedy) {
    return Diagnostic.error(Code.D1009, "unexpected second colon on this line")
        .label("second colon")
        .why("a colon and a space end a key, and the text before this one is a value")
        .help(remedy);
  }

  private static Diagnostic tooFar() {
    return Diagnostic.error(Code.D1009, "this line is indented too far")
        .label("indented too far")
        .why("the line above already has a value, so nothing can be nested below it")
        .help("align this key with the key above");
  }

  private static Diagnostic indentation(boolean end) {
    return Diagnostic.error(Code.D1009, "the indentation does not match the lines above")
        .label(end ? "the text ends here" : "indented too far, or too little")
        .why("the keys of a map start in the same column, and so do the dashes of a list")
        .help("indent this line like its siblings, or two spaces more than its key");
  }

  private static Diagnostic textAfterValue() {
    return Diagnostic.error(Code.D1009, "unexpected text after a value")
        .label("not part of the value")
        .why("a value that starts with a quote or a bracket ends where it closes")
        .help("put the whole value in double quotes, or `#` before a comment");
  }

  private Diagnostic other() {
    if (problem.contains("cannot start any token")) {
      return Diagnostic.error(Code.D1009, "an unquoted string cannot start like this")
          .label("not allowed here")
          .why("YAML reserves `@`, `` ` `` and `%`")
          .help("quote the string");
    }
    if (problem.contains("escape")) {
      return Diagnostic.error(Code.D1009, "unknown escape sequence")
          .label("after a backslash")
          .why("inside double quotes a backslash starts an escape, such as `\\n`")
          .help("write `\\\\` for a backslash, or use single quotes");
    }
    if (context.contains("block scalar")) {
      return Diagnostic.error(Code.D1009, "no text can follow `|` or `>` on the same line")
          .label("text")
          .why("they introduce text that starts on the next line, indented")
          .help("quote a string that starts with `|` or `>`");
    }
    if (context.contains("alias") || context.contains("anchor")) {
      return Diagnostic.error(Code.D1009, "an unquoted string cannot start with `*` or `&`")
          .label("not allowed here")
          .why("YAML reserves them for aliases and anchors, which are not supported")
          .help("quote the string");
    }
    if (context.contains("a tag")) {
      return UnsupportedYaml.taggedValue();
    }
    if (context.contains("directive")) {
      return Diagnostic.error(Code.D1009, "a line cannot start with `%`")
          .label("not allowed here")
          .why("it would be a YAML directive, and a " + source.language().noun() + " needs none")
          .help("remove the line, or quote the string");
    }
    if (problem.contains("<document start>") && at < text.length()) {
      return Diagnostic.error(
              Code.D1009, "the " + source.language().noun() + " ended before this text")
          .label("trailing text")
          .why("everything above is complete: a value, or a closed bracket")
          .help("check brackets and the indentation above");
    }
    if (problem.contains("expected the node content")) {
      return Diagnostic.error(Code.D1009, "a value is missing here")
          .label("instead of a value")
          .why("this character cannot start a value")
          .help("write the value, or quote a string that starts like this");
    }
    String words = Wording.shown((context.isEmpty() ? "" : context + ": ") + problem);
    return Diagnostic.error(Code.D1009, "invalid YAML")
        .why("the parser reports: " + words)
        .help("check quotes, brackets and indentation");
  }
}
