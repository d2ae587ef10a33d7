package org.distroc.kconfig.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.TreeDiagnostics;
import org.distroc.kconfig.shell.ShellFunction;
import org.distroc.kconfig.value.ByteStrings;
import org.distroc.kconfig.value.CNumbers;

/** The variables and functions of the macro language: everything that starts with {@code $(}. */
final class Macros {
  private static final int MAX_ARGUMENTS = 16;

  /** How the right side of an assignment is treated. */
  enum Flavor {
    SIMPLE,
    RECURSIVE,
    APPEND
  }

  private static final class Variable {
    String value = "";
    Flavor flavor = Flavor.RECURSIVE;
    int active;
  }

  private final Map<String, Variable> variables = new HashMap<>();
  private final Map<String, String> environment;
  private final ShellFunction shell;
  private final TreeDiagnostics problems;

  /** Where the text that is being expanded is. */
  private KconfigFile file;

  /** The line of the assignment whose right side is expanded; 0 outside of one. */
  private int assigning;

  private int depth;
  private int expansions;

  /** Above 0 while a text is expanded that becomes part of something else than a token. */
  private int within;

  Macros(Map<String, String> environment, ShellFunction shell, TreeDiagnostics problems) {
    this.environment = environment;
    this.shell = shell;
    this.problems = problems;
  }

  /** The text with the true answers of the shell. */
  String exact(String expanded) {
    return shell.kept(expanded);
  }

  void enter(KconfigFile file) {
    this.file = file;
  }

  /** {@code name = value}, {@code name := value} or {@code name += value}, all on one line. */
  void assign(String name, Flavor flavor, String value, int line) {
    assigning = line;
    Variable variable = variables.get(name);
    boolean append = flavor == Flavor.APPEND && variable != null;
    if (variable == null) {
      variable = new Variable();
      variables.put(name, variable);
      variable.flavor = flavor == Flavor.APPEND ? Flavor.RECURSIVE : flavor;
    } else if (!append) {
      variable.flavor = flavor;
    }
    within++;
    String expanded = variable.flavor == Flavor.SIMPLE ? expand(value, List.of()) : value;
    within--;
    assigning = 0;
    variable.value = append ? checked(variable.value + " " + expanded) : expanded;
  }

  /**
   * Expands the reference whose {@code $} is just before {@code from}.
   *
   * @param out gets the expansion; a lone {@code $} stays one
   * @return the index after the reference
   */
  int expandDollar(String text, int from, int end, List<String> arguments, StringBuilder out) {
    if (from >= end || text.charAt(from) != '(') {
      out.append('$');
      return from;
    }
    int nest = 0;
    int close = from + 1;
    for (; close < end; close++) {
      char c = text.charAt(close);
      if (c == '(') {
        nest++;
      } else if (c == ')' && nest-- == 0) {
        break;
      }
    }
    if (close >= end) {
      throw fail(
          "unterminated reference to a variable: missing `)`",
          "the text is `$" + shorten(text.substring(from)) + "`");
    }
    out.append(evaluate(text.substring(from + 1, close), arguments));
    checked(out);
    return close + 1;
  }

  /** The whole text with every reference expanded. */
  private String expand(String text, List<String> arguments) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int dollar = text.indexOf('$', at);
      if (dollar < 0) {
        break;
      }
      out.append(text, at, dollar);
      at = expandDollar(text, dollar + 1, text.length(), arguments, out);
    }
    return out.append(text, at, text.length()).toString();
  }

  private String evaluate(String clause, List<String> outer) {
    if (++depth > KconfigLimits.MACRO_DEPTH || ++expansions > KconfigLimits.EXPANSIONS) {
      throw fail(
          "macros are nested too deeply or expanded too often", "at `" + shorten(clause) + "`");
    }
    try {
      int number = argumentNumber(clause);
      if (number > 0 && number <= outer.size()) {
        return outer.get(number - 1);
      }
      List<String> parts = split(clause);
      within++;
      String name = expand(parts.get(0), outer);
      List<String> arguments = new ArrayList<>();
      for (String part : parts.subList(1, parts.size())) {
        arguments.add(expand(part, outer));
      }
      within--;
      return call(name, arguments);
    } finally {
      depth--;
    }
  }

  private String call(String name, List<String> arguments) {
    Variable variable = variables.get(name);
    if (variable != null) {
      return value(name, variable, arguments);
    }
    String answer = builtIn(name, arguments);
    if (answer != null) {
      return answer;
    }
    return arguments.isEmpty() ? environment.getOrDefault(name, "") : "";
  }

  private String value(String name, Variable variable, List<String> arguments) {
    if (arguments.isEmpty() && variable.active > 0 || variable.active > KconfigLimits.MACRO_DEPTH) {
      throw fail(
          "the variable `" + ByteStrings.toText(name) + "` refers to itself",
          "it is expanded on each use");
    }
    if (variable.flavor == Flavor.SIMPLE) {
      return variable.value;
    }
    variable.active++;
    try {
      return expand(variable.value, arguments);
    } finally {
      variable.active--;
    }
  }

  /** The answer of a function of the language; null when there is none of that name. */
  private String builtIn(String name, List<String> arguments) {
    int wanted =
        switch (name) {
          case "error-if", "warning-if" -> 2;
          case "info", "shell" -> 1;
          case "filename", "lineno" -> 0;
          default -> -1;
        };
    if (wanted < 0) {
      return null;
    }
    if (arguments.size() != wanted) {
      throw fail(
          "the function `%s` takes %d argument%s, not %d"
              .formatted(name, wanted, wanted == 1 ? "" : "s", arguments.size()),
          "arguments are separated by commas; write `$(comma)` for a comma in one");
    }
    switch (name) {
      case "filename":
        return file.name;
      case "lineno":
        return Integer.toString(file.line);
      case "shell":
        return within > 0 ? shell.answer(arguments.get(0)) : shell.promise(arguments.get(0));
      case "error-if":
        if (arguments.get(0).equals("y")) {
          throw fail(
              ByteStrings.toText(arguments.get(1)),
              "reported by `$(error-if)` in the Kconfig file");
        }
        return "";
      case "warning-if":
        if (arguments.get(0).equals("y")) {
          problems.warn(Code.D2108, ByteStrings.toText(arguments.get(1)), here());
        }
        return "";
      default:
        return "";
    }
  }

  /** Separates at the commas outside of parentheses. */
  private List<String> split(String clause) {
    List<String> parts = new ArrayList<>();
    int nest = 0;
    int start = 0;
    for (int i = 0; i < clause.length(); i++) {
      char c = clause.charAt(i);
      if (c == '(') {
        nest++;
      } else if (c == ')') {
        nest--;
      } else if (c == ',' && nest == 0) {
        parts.add(clause.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(clause.substring(start));
    if (parts.size() > MAX_ARGUMENTS) {
      throw fail(
          "a macro has more than " + (MAX_ARGUMENTS - 1) + " arguments", "the limit is fixed");
    }
    return parts;
  }

  /** The number that the whole text is, as C's {@code strtoul} reads it; 0 when it is none. */
  private static int argumentNumber(String clause) {
    CNumbers.Parsed parsed = CNumbers.parse(clause, 10);
    boolean whole = parsed.end() == clause.length() && parsed.end() > 0;
    return whole && parsed.value() > 0 && parsed.value() <= MAX_ARGUMENTS
        ? (int) parsed.value()
        : 0;
  }

  private String checked(String text) {
    KconfigLimits.check(
        text.length() <= KconfigLimits.EXPANSION_CHARACTERS, "characters in a macro's expansion");
    return text;
  }

  private void checked(StringBuilder text) {
    KconfigLimits.check(
        text.length() <= KconfigLimits.EXPANSION_CHARACTERS, "characters in a macro's expansion");
  }

  private Position here() {
    return new Position(file.name, assigning > 0 ? assigning : file.line);
  }

  /** An error at the outermost reference that is being expanded. */
  private Failure fail(String message, String reason) {
    // The line of an assignment was read to its end.
    int place = Math.min(assigning > 0 ? file.at - 1 : file.at, file.text.length());
    String line = file.lineAround(Math.max(0, place));
    int start = file.text.lastIndexOf('\n', place - 1) + 1;
    int dollar = assigning > 0 ? line.indexOf('$') : line.lastIndexOf('$', place - start);
    String before = ByteStrings.toText(line.substring(0, Math.max(0, dollar)));
    String reference = ByteStrings.toText(line.substring(Math.max(0, dollar), endOf(line, dollar)));
    int column = before.codePointCount(0, before.length()) + 1;
    int width = Math.max(1, reference.codePointCount(0, reference.length()));
    Span span = new Span(file.name, here().line(), column, width, ByteStrings.toText(line));
    return new Failure(Diagnostic.error(Code.D2105, message).at(span).why(reason));
  }

  /** The index after the reference that begins at {@code dollar}, or of the line's end. */
  private static int endOf(String line, int dollar) {
    int open = 0;
    for (int i = Math.max(0, dollar); i < line.length(); i++) {
      open += line.charAt(i) == '(' ? 1 : line.charAt(i) == ')' ? -1 : 0;
      if (line.charAt(i) == ')' && open == 0) {
        return i + 1;
      }
    }
    return line.length();
  }

  private static String shorten(String text) {
    String line = text.substring(0, text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n'));
    String shown = ByteStrings.toText(line);
    return shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
  }
}
