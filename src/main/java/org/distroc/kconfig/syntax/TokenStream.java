package org.distroc.kconfig.syntax;

import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.kconfig.model.HelpText;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.shell.ShellFunction;
import org.distroc.kconfig.value.ByteStrings;

/**
 * The tokens with one of lookahead. A line's end is never looked beyond, because what follows may
 * be another file or a help text.
 */
final class TokenStream {
  private final Lexer lexer;
  private Token lookahead;
  private Token taken = Token.END_OF_LINE;
  private String text = "";

  TokenStream(Lexer lexer) {
    this.lexer = lexer;
  }

  Token peek() {
    if (lookahead == null) {
      lookahead = lexer.next();
    }
    return lookahead;
  }

  /** Moves on when the next token is the expected one. */
  void take(Token expected) {
    if (peek() != expected) {
      throw unexpected("expected " + expected.words());
    }
    text = lexer.text;
    taken = expected;
    lookahead = null;
  }

  boolean takeIf(Token token) {
    if (peek() != token) {
      return false;
    }
    take(token);
    return true;
  }

  /** The text of the last token taken. */
  String text() {
    return ShellFunction.isPromise(text) ? lexer.exact(text) : text;
  }

  /** The text of the last token taken when it is an answer that is not there yet; else null. */
  String promise() {
    return ShellFunction.isPromise(text) ? text : null;
  }

  /** Takes the end of the line; at the end of the last file it may be missing. */
  void endOfLine() {
    if (peek() != Token.END_OF_INPUT) {
      take(Token.END_OF_LINE);
    }
  }

  /** After a mistake: everything up to the end of the line. */
  void skipLine() {
    while (taken != Token.END_OF_LINE && peek() != Token.END_OF_INPUT) {
      taken = peek();
      lookahead = null;
    }
    taken = Token.WORD;
  }

  Optional<HelpText> help() {
    return lexer.help();
  }

  void include(KconfigFile file) {
    lexer.include(file);
  }

  KconfigFile file() {
    return lexer.file();
  }

  /** Where the statement that is being read began. */
  Position statement() {
    return lexer.statement;
  }

  /** An error at the next token, which does not fit. */
  SyntaxError unexpected(String reason) {
    Token token = peek();
    String message = "unexpected " + described(token);
    SyntaxError error = new SyntaxError(error(Code.D2101, message).why(reason));
    Optional<String> meant =
        token == Token.WORD
            ? SyntaxHints.operator(ByteStrings.toText(lexer.text))
            : Optional.empty();
    if (!lexer.vanished().isEmpty()) {
      error = error.why("`" + lexer.vanished() + "` before it expands to nothing");
    }
    if (!lexer.skipped().isEmpty()) {
      String skipped = lexer.skipped();
      error = error.why("`" + skipped + "` before it has no meaning in Kconfig");
      meant = SyntaxHints.characters(skipped).or(() -> SyntaxHints.operator(skipped));
    }
    taken = Token.WORD;
    return meant.map(error::help).orElse(error);
  }

  private String described(Token token) {
    boolean named = token == Token.WORD && !ShellFunction.isPromise(lexer.text);
    return named ? "`" + ByteStrings.toText(lexer.text) + "`" : token.words();
  }

  /** An error at the token that was taken last. */
  SyntaxError unexpectedTaken(String reason) {
    String what = taken == Token.WORD ? "`" + ByteStrings.toText(text()) + "`" : taken.words();
    return new SyntaxError(error(Code.D2101, "unexpected " + what).why(reason));
  }

  /** An error at a word that begins no statement. The rest of its line is not read yet. */
  SyntaxError unknownStatement() {
    String word = ByteStrings.toText(text());
    SyntaxError error = new SyntaxError(error(Code.D2101, "unknown statement `" + word + "`"));
    return SyntaxHints.statement(word, lexer.keywords()).map(error::help).orElse(error);
  }

  /** An error at the token that was read last. */
  Diagnostic error(Code code, String message) {
    KconfigFile file = lexer.tokenFile;
    int start = Math.min(lexer.tokenStart, file.text.length());
    int lineStart = file.text.lastIndexOf('\n', start - 1) + 1;
    int line = 1 + (int) file.text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    String before = ByteStrings.toText(file.text.substring(lineStart, start));
    String token = file == lexer.file() ? file.text.substring(start, Math.max(start, file.at)) : "";
    int width = Math.max(1, ByteStrings.toText(token.strip()).length());
    String shown = ByteStrings.toText(file.lineAround(start));
    int column = before.codePointCount(0, before.length()) + 1;
    return Diagnostic.error(code, message).at(new Span(file.name, line, column, width, shown));
  }
}
