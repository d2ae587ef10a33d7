package org.distroc.kconfig.syntax;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.model.Dialect;
import org.distroc.kconfig.model.HelpReader;
import org.distroc.kconfig.model.HelpText;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.TreeDiagnostics;
import org.distroc.kconfig.shell.ShellFunction;
import org.distroc.kconfig.value.ByteStrings;

/**
 * Cuts Kconfig files into tokens, expanding macros on the way. Which file is read changes with
 * {@link #include}; the end of an included file looks like the end of a line.
 */
final class Lexer {
  private final Map<String, Token> keywords;
  private final StringInterner words = new StringInterner();
  private final Macros macros;
  private final TreeDiagnostics problems;

  private KconfigFile file;
  private Token previous = Token.END_OF_LINE;
  private Token beforePrevious = Token.END_OF_LINE;
  private boolean expectAssigned;

  /** The text of a word, a quoted text, an assigned value or a help text. */
  String text = "";

  /** The characters without a meaning since the last token but blanks, as bytes. */
  private final StringBuilder skipped = new StringBuilder();

  /** The last reference since the token before that expands to nothing; empty without one. */
  private String vanished = "";

  /** Where the current statement began. */
  Position statement;

  /** Where the current token began, for messages. */
  int tokenStart;

  KconfigFile tokenFile;

  Lexer(KconfigFile root, Dialect dialect, Macros macros, TreeDiagnostics problems) {
    this.keywords = Token.keywords(dialect);
    this.macros = macros;
    this.problems = problems;
    enter(root);
    statement = new Position(root.name, 1);
  }

  /** What was skipped just before the current token, because it means nothing. */
  String skipped() {
    return ByteStrings.toText(skipped.toString());
  }

  /** A reference just before the current token, in the place of a word, that expands to nothing. */
  String vanished() {
    return ByteStrings.toText(vanished);
  }

  /** The words that have a meaning of their own. */
  Set<String> keywords() {
    return keywords.keySet();
  }

  KconfigFile file() {
    return file;
  }

  /** Reads this file next, then goes on where the present one was left. */
  void include(KconfigFile included) {
    enter(included);
  }

  private void enter(KconfigFile next) {
    file = next;
    macros.enter(next);
  }

  /** The next token; empty lines are left out. */
  Token next() {
    Token token;
    boolean atStart = previous == Token.END_OF_LINE || previous == Token.HELP_TEXT;
    do {
      token = scan();
    } while (atStart && token == Token.END_OF_LINE);
    if (atStart) {
      statement = new Position(file.name, file.line);
    }
    // The value of an assignment is taken verbatim; only the second word of a line can begin
    // it.
    expectAssigned =
        beforePrevious == Token.END_OF_LINE
            && previous == Token.WORD
            && (token == Token.EQUAL || token == Token.COLON_EQUAL || token == Token.PLUS_EQUAL);
    beforePrevious = previous;
    previous = token;
    return token;
  }

  private Token scan() {
    skipped.setLength(0);
    vanished = "";
    if (expectAssigned) {
      expectAssigned = false;
      Token assigned = assigned();
      if (assigned != null) {
        return assigned;
      }
    }
    while (true) {
      tokenStart = file.at;
      tokenFile = file;
      if (file.atEnd()) {
        return endOfFile();
      }
      char c = file.peek();
      if (c == ' ' || c == '\t') {
        file.at++;
      } else if (c == '\n') {
        file.at++;
        file.line++;
        return Token.END_OF_LINE;
      } else if (c == '#') {
        file.at = file.endOfLine();
      } else if (c == '\\' && file.peek(1) == '\n') {
        file.at += 2;
        file.line++;
      } else if (c == '"' || c == '\'') {
        file.at++;
        return quoted(c);
      } else if (ByteStrings.isWord(c) || c == '$') {
        Token word = word();
        if (word != null) {
          return word;
        }
      } else {
        Token operator = operator(c, file.peek(1));
        if (operator != null) {
          return operator;
        }
      }
    }
  }

  private Token endOfFile() {
    if (previous != Token.END_OF_LINE && previous != Token.HELP_TEXT) {
      warn("no newline at the end of the file");
    }
    if (file.includer == null) {
      return Token.END_OF_INPUT;
    }
    enter(file.includer);
    return Token.END_OF_LINE;
  }

  /** The rest of the line after leading blanks; null when it is empty. */
  private Token assigned() {
    int end = file.endOfLine();
    while (file.at < end && (file.peek() == ' ' || file.peek() == '\t')) {
      file.at++;
    }
    if (file.at == end) {
      return null;
    }
    tokenStart = file.at;
    tokenFile = file;
    text = file.text.substring(file.at, end);
    file.at = end;
    return Token.ASSIGNED;
  }

  private Token word() {
    byte[] bytes = file.bytes;
    int end = file.at;
    while (end < bytes.length && ByteStrings.isWord((char) (bytes[end] & 0xff))) {
      end++;
    }
    if (end < bytes.length && bytes[end] == '$') {
      return expandedWord();
    }
    text = words.word(bytes, file.at, end);
    file.at = end;
    Token keyword = keywords.get(text);
    return keyword != null ? keyword : Token.WORD;
  }

  /** A word with references in it; null when nothing remains of it. */
  private Token expandedWord() {
    int end = file.endOfLine();
    StringBuilder out = new StringBuilder();
    while (file.at < end) {
      char c = file.peek();
      if (c == '$') {
        file.at = macros.expandDollar(file.text, file.at + 1, end, List.of(), out);
      } else if (ByteStrings.isWord(c) && c != '$') {
        out.append(c);
        file.at++;
      } else {
        break;
      }
    }
    String expanded = out.toString();
    vanished = expanded.isEmpty() ? file.text.substring(tokenStart, file.at) : "";
    text = ShellFunction.isPromise(expanded) ? expanded : exact(expanded);
    return text.isEmpty() ? null : Token.WORD;
  }

  private Token quoted(char quote) {
    StringBuilder out = new StringBuilder();
    while (!file.atEnd()) {
      char c = file.peek();
      if (c == '\n') {
        warn("unterminated string; it ends with the line");
        break;
      }
      file.at++;
      if (c == quote) {
        break;
      } else if (c == '$') {
        file.at = macros.expandDollar(file.text, file.at, file.endOfLine(), List.of(), out);
      } else if (c == '\\') {
        if (!file.atEnd() && file.peek() != '\n') {
          out.append(file.peek());
          file.at++;
        }
      } else {
        out.append(c);
      }
    }
    text = exact(out.toString());
    return Token.QUOTED;
  }

  /** The text with the true answers of the shell. */
  String exact(String expanded) {
    return macros.exact(expanded);
  }

  private Token operator(char c, char following) {
    Token two =
        switch (c) {
          case '|' -> following == '|' ? Token.OR : null;
          case '&' -> following == '&' ? Token.AND : null;
          case '!' -> following == '=' ? Token.UNEQUAL : null;
          case '<' -> following == '=' ? Token.LESS_EQUAL : null;
          case '>' -> following == '=' ? Token.GREATER_EQUAL : null;
          case ':' -> following == '=' ? Token.COLON_EQUAL : null;
          case '+' -> following == '=' ? Token.PLUS_EQUAL : null;
          default -> null;
        };
    if (two != null) {
      file.at += 2;
      return two;
    }
    file.at++;
    Token one =
        switch (c) {
          case '=' -> Token.EQUAL;
          case '!' -> Token.NOT;
          case '<' -> Token.LESS;
          case '>' -> Token.GREATER;
          case '(' -> Token.OPEN;
          case ')' -> Token.CLOSE;
          default -> null;
        };
    if (one == null) {
      skipped.append(c);
      warn("ignoring the unsupported character `" + ByteStrings.toText(String.valueOf(c)) + "`");
    }
    return one;
  }

  /**
   * The text of a help block: to be called right after the line of {@code help}. It ends at the
   * first line that is indented less than its first one, or not at all.
   *
   * @return nothing when there is no text
   */
  Optional<HelpText> help() {
    int start = file.at;
    HelpReader reader = new HelpReader(file.text, start);
    reader.find();
    file.at = reader.following();
    file.line += reader.lineBreaks();
    beforePrevious = previous;
    previous = Token.HELP_TEXT;
    return reader.isBlank()
        ? Optional.empty()
        : Optional.of(new HelpText(file.bytes, start, reader.end() - start));
  }

  private void warn(String message) {
    int line = file.line;
    problems.add(
        Diagnostic.warning(Code.D2108, message)
            .at(
                new Position(file.name, line)
                    .span(ByteStrings.toText(file.lineAround(Math.min(tokenStart, file.at))))));
  }
}
