package org.distroc.recipe;

import java.util.function.IntUnaryOperator;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Explains text that is not YAML. The parser's own words assume that one knows how YAML is parsed;
 * these assume that one mistyped something.
 */
final class YamlMistake {
  private YamlMistake() {}

  /** Adds one finding at the place where a person would mend the text. */
  static void report(
      MarkedYamlEngineException mistake,
      SourceText source,
      Findings findings,
      IntUnaryOperator index) {
    String problem = mistake.getProblem() == null ? "" : mistake.getProblem();
    String context = mistake.getContext() == null ? "" : mistake.getContext();
    int at = place(mistake.getProblemMark().orElse(null), index);
    int opened =
        mistake.getContextMark().isPresent() ? place(mistake.getContextMark().get(), index) : at;
    int tab = indentingTab(source.text(), Math.min(at, source.text().length()));
    if (tab >= 0) {
      findings.error(tab, tab + 1, YamlMistake::tab);
    } else if (context.contains("quoted scalar") && problem.startsWith("found unexpected")) {
      findings.error(opened, opened + 1, YamlMistake::openQuote);
    } else if (context.contains("flow mapping") || context.contains("flow sequence")) {
      boolean map = context.contains("mapping");
      findings.error(opened, opened + 1, () -> openBracket(map, line(source, at)));
    } else if (startsWithColon(source, at)) {
      findings.error(at, at + 1, YamlTree::keyIsNoText);
    } else if (problem.contains("could not find expected ':'")) {
      findings.error(opened, source.lineEnd(opened), YamlMistake::noColon);
    } else {
      findings.error(at, at + 1, () -> other(source.text(), at, problem, context));
    }
  }

  /** For a mistake without a place. */
  static Diagnostic plain(String problem) {
    return Diagnostic.error(Code.D1009, "the recipe is not YAML")
        .why("the parser says: " + problem);
  }

  private static int place(Mark mark, IntUnaryOperator index) {
    return mark == null ? 0 : index.applyAsInt(mark.getIndex());
  }

  private static int line(SourceText source, int at) {
    return source.span(at, at).line();
  }

  /** The first tab before the text of the line that holds {@code at}, or at it; else -1. */
  private static int indentingTab(String text, int at) {
    int start = at;
    while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
      start--;
    }
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        return i;
      }
      if (c != ' ' && c != '-') {
        break;
      }
    }
    return at < text.length() && text.charAt(at) == '\t' ? at : -1;
  }

  private static boolean startsWithColon(SourceText source, int at) {
    return at < source.text().length()
        && source.text().charAt(at) == ':'
        && source.lineAt(at).column() == source.span(at, at).column();
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

  private static Diagnostic openBracket(boolean map, int line) {
    String open = map ? "{" : "[";
    String close = map ? "}" : "]";
    return Diagnostic.error(Code.D1009, "the `" + open + "` that starts here is not closed well")
        .label("opening bracket")
        .why("a comma or `" + close + "` was expected in line " + line)
        .help(
            "put commas between the items and `"
                + close
                + "` after the last; texts with"
                + " brackets, commas or `: ` need quotes");
  }

  private static Diagnostic noColon() {
    return Diagnostic.error(Code.D1009, "this line has no colon")
        .label("key, or stray text")
        .why("a line is `key: value`, or belongs to a list and starts with `- `")
        .help(
            "add the colon and a space after it, or indent the line if it belongs to the one"
                + " above");
  }

  private static Diagnostic other(String text, int at, String problem, String context) {
    Diagnostic error = Diagnostic.error(Code.D1009, "the recipe is not YAML here");
    if (problem.contains("mapping values are not allowed")) {
      return Diagnostic.error(Code.D1009, "a colon is not possible here")
          .label("second colon, or wrong indentation")
          .why("a colon and a space make a key of what stands before, and that is no key here")
          .help("put a text that contains `: ` in quotes, or check how far this line is indented");
    }
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
    if (problem.contains("<block end>") || problem.contains("not allowed here")) {
      return error
          .label(at < text.length() ? "unexpected" : "the text ends here")
          .why("the indentation does not fit the lines above")
          .help("keys of one map start in one column; items of one list too");
    }
    String words = (context.isEmpty() ? "" : context + ": ") + problem;
    return error.why("the parser says: " + words).help("check quotes, brackets and indentation");
  }
}
