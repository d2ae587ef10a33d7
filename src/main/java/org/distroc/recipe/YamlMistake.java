package org.distroc.recipe;

import java.util.function.IntUnaryOperator;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Explains text that is not YAML. The parser's own words assume that one knows how YAML is parsed;
 * these assume that one mistyped something, and point to where one would mend it.
 */
final class YamlMistake {
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

  /** For a mistake without a place. */
  static Diagnostic plain(String problem) {
    return Diagnostic.error(Code.D1009, "the recipe is not YAML")
        .why("the parser says: " + problem)
        .help("check the first lines of the file");
  }

  /** For a {@code %YAML} line with a version that the parser does not know. */
  static Diagnostic yamlVersion() {
    return Diagnostic.error(Code.D1009, "the version of YAML in the first line is not known")
        .why("recipes are YAML 1.2")
        .help("remove the line that starts with `%YAML`");
  }

  /** For a text that ends within {@code \x} and the like. */
  static Diagnostic cutOffEscape() {
    return Diagnostic.error(Code.D1009, "the recipe ends within an escape")
        .label("digits are missing, and the closing quote")
        .why(
            "inside double quotes `\\x`, `\\u` and `\\U` need two, four or eight hexadecimal"
                + " digits")
        .help("complete the text; the file may have been cut off");
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
      findings.error(at, at + 1, UnsupportedYaml::keyIsNoText);
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
      findings.error(joined, joined + 1, YamlMistake::noSpace);
    } else if (source.text().substring(lineStart(at), at).contains(": ")) {
      findings.error(at, at + 1, YamlMistake::secondColon);
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
    return Diagnostic.error(Code.D1008, "a tab cannot indent a line")
        .label("tab")
        .why(
            "how far a line is indented decides what it belongs to, and editors disagree about"
                + " the width of a tab")
        .help("use spaces, two for each level; most editors can do that for you");
  }

  private static Diagnostic openQuote() {
    return Diagnostic.error(Code.D1009, "the quote that starts here is never closed")
        .label("opening quote")
        .help("close it; inside double quotes write `\\\"` for a quote, inside single quotes `''`");
  }

  private Diagnostic openBracket() {
    boolean map = context.contains("mapping");
    String open = map ? "{" : "[";
    String close = map ? "}" : "]";
    int line = source.span(at, at).line();
    return Diagnostic.error(Code.D1009, "the `" + open + "` that starts here is not closed well")
        .label("opening bracket")
        .why("a comma or `" + close + "` was expected in line " + line)
        .help(
            "put commas between the items and `"
                + close
                + "` after the last; texts with brackets, commas or `: ` need quotes");
  }

  private static Diagnostic noColon() {
    return Diagnostic.error(Code.D1009, "this line has no colon")
        .label("key, or stray text")
        .why("a line is `key: value`, or belongs to a list and starts with `- `")
        .help(
            "add the colon and a space after it, or indent the line if it belongs to the one"
                + " above");
  }

  private static Diagnostic noSpace() {
    return Diagnostic.error(Code.D1009, "there is no space after this colon")
        .label("a space is missing")
        .why("without the space YAML takes the whole for a text, not for a key and its value")
        .help("write `key: value`, with a space");
  }

  private static Diagnostic secondColon() {
    return Diagnostic.error(Code.D1009, "a second colon is not possible in this line")
        .label("second colon")
        .why("a colon and a space make a key of what stands before, and here that is a value")
        .help("put a text that contains `: ` in quotes");
  }

  private static Diagnostic tooFar() {
    return Diagnostic.error(Code.D1009, "this line is indented too far")
        .label("indented too far")
        .why("the line above has a value already, so nothing can belong to it")
        .help("start this key in the column of the key above");
  }

  private static Diagnostic indentation(boolean end) {
    return Diagnostic.error(Code.D1009, "the indentation does not fit the lines above")
        .label(end ? "the text ends here" : "indented too far, or too little")
        .why("the keys of one map start in one column, and so do the dashes of one list")
        .help(
            "indent this line like the one that it belongs beside, or two spaces more than its"
                + " key");
  }

  private static Diagnostic textAfterValue() {
    return Diagnostic.error(Code.D1009, "there is text after the end of a value")
        .label("not part of the value")
        .why("a value that starts with a quote or a bracket ends where that is closed")
        .help("put the whole value in double quotes, or `#` before a comment");
  }

  private Diagnostic other() {
    if (problem.contains("cannot start any token")) {
      return Diagnostic.error(Code.D1009, "a text without quotes cannot start like this")
          .label("not possible here")
          .why("YAML keeps `@`, `` ` `` and `%` for itself")
          .help("put the text in quotes");
    }
    if (problem.contains("escape")) {
      return Diagnostic.error(Code.D1009, "this escape is not known")
          .label("after a backslash")
          .why("inside double quotes a backslash starts an escape, such as `\\n`")
          .help("write `\\\\` for a backslash, or use single quotes");
    }
    if (context.contains("block scalar")) {
      return Diagnostic.error(Code.D1009, "no text can follow `|` or `>` in the same line")
          .label("text")
          .why("they announce a text that starts in the next line, indented")
          .help("put a text that starts with `|` or `>` in quotes");
    }
    if (context.contains("alias") || context.contains("anchor")) {
      return Diagnostic.error(Code.D1009, "a text without quotes cannot start with `*` or `&`")
          .label("not possible here")
          .why("YAML keeps them for aliases and anchors, which recipes do without")
          .help("put the text in quotes");
    }
    if (context.contains("a tag")) {
      return UnsupportedYaml.taggedValue();
    }
    if (context.contains("directive")) {
      return Diagnostic.error(Code.D1009, "a line cannot start with `%`")
          .label("not possible here")
          .why("such a line gives YAML a directive, and a recipe needs none")
          .help("remove the line, or put the text in quotes");
    }
    if (problem.contains("<document start>") && at < text.length()) {
      return Diagnostic.error(Code.D1009, "the recipe has ended before this text")
          .label("left over")
          .why("what stands above is complete: a value, or a bracket that was closed")
          .help("check brackets, and how far the lines above are indented");
    }
    if (problem.contains("expected the node content")) {
      return Diagnostic.error(Code.D1009, "a value is missing here")
          .label("instead of a value")
          .why("this sign cannot start a value")
          .help("write the value, or put a text that starts like this in quotes");
    }
    String words = Wording.shown((context.isEmpty() ? "" : context + ": ") + problem);
    return Diagnostic.error(Code.D1009, "the recipe is not YAML here")
        .why("the parser says: " + words)
        .help("check quotes, brackets and indentation");
  }
}
