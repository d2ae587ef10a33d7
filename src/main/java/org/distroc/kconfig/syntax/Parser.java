package org.distroc.kconfig.syntax;

import java.io.IOException;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.kconfig.model.KconfigFiles;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.MenuBuilder;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.TreeDiagnostics;
import org.distroc.kconfig.value.ByteStrings;

/**
 * Reads Kconfig files into a {@link MenuBuilder}: the statements that build blocks. What is inside
 * an entry is read by {@link EntryParser}. A line with a mistake is noted and skipped.
 */
final class Parser {
  private final TokenStream tokens;
  private final EntryParser entries;
  private final MenuBuilder menu;
  private final Macros macros;
  private final KconfigFiles files;
  private final TreeDiagnostics problems;

  Parser(
      Lexer lexer, MenuBuilder menu, Macros macros, KconfigFiles files, TreeDiagnostics problems) {
    this.tokens = new TokenStream(lexer);
    this.entries = new EntryParser(tokens, menu, problems);
    this.menu = menu;
    this.macros = macros;
    this.files = files;
    this.problems = problems;
  }

  /** Everything up to the end of the first file. */
  void parse() {
    boolean first = true;
    while (tokens.peek() != Token.END_OF_INPUT) {
      try {
        statement(first);
      } catch (SyntaxError e) {
        problems.add(e.diagnostic());
        tokens.skipLine();
        entries.skipLines();
      }
      first = false;
    }
    while (menu.depth() > 1) {
      MenuNode open = menu.block();
      problems.add(
          problems
              .errorAt(
                  Code.D2102,
                  "this " + kindOf(open) + " has no `end" + kindOf(open) + "`",
                  open.position())
              .help("add `end" + kindOf(open) + "`"));
      menu.close();
    }
  }

  private void statement(boolean first) {
    Token token = tokens.peek();
    boolean inChoice = menu.block().isChoice() || insideChoice();
    switch (token) {
      case CONFIG -> entries.config(false);
      case COMMENT -> entries.comment();
      case IF -> entries.ifBlock();
      case ENDIF, ENDMENU, ENDCHOICE -> end(token);
      default -> {
        if (inChoice) {
          SyntaxError error =
              tokens.unexpected("only config, comment and if are allowed inside a choice");
          if (token != Token.MENU) {
            throw error;
          }
          // Goes on, so that its end has a beginning.
          problems.add(error.diagnostic());
        }
        otherStatement(token, first);
      }
    }
  }

  private void otherStatement(Token token, boolean first) {
    switch (token) {
      case MENUCONFIG -> entries.config(true);
      case CHOICE -> entries.choice();
      case MENU -> entries.menu();
      case SOURCE -> source();
      case WORD -> assignment();
      case MAINMENU -> {
        if (!first) {
          throw tokens.unexpected("mainmenu is only allowed as the very first statement");
        }
        entries.mainmenu();
      }
      default -> throw tokens.unexpected("expected config, menu, if, source …");
    }
  }

  private boolean insideChoice() {
    for (MenuNode block = menu.block(); block != null; block = block.enclosingOrNull()) {
      if (block.isChoice()) {
        return true;
      }
      if (!block.isIf()) {
        return false;
      }
    }
    return false;
  }

  private void assignment() {
    tokens.take(Token.WORD);
    String name = tokens.text();
    SyntaxError unknown = tokens.unknownStatement();
    if (name.equals("---help---")) {
      problems.add(unknown.diagnostic());
      tokens.endOfLine();
      tokens.help();
      return;
    }
    Macros.Flavor flavor =
        switch (tokens.peek()) {
          case EQUAL -> Macros.Flavor.RECURSIVE;
          case COLON_EQUAL -> Macros.Flavor.SIMPLE;
          case PLUS_EQUAL -> Macros.Flavor.APPEND;
          default -> throw unknown;
        };
    tokens.take(tokens.peek());
    int line = tokens.statement().line();
    String value = "";
    if (tokens.peek() == Token.ASSIGNED) {
      tokens.take(Token.ASSIGNED);
      value = tokens.text();
    }
    tokens.endOfLine();
    macros.assign(name, flavor, value, line);
  }

  private void source() {
    tokens.take(Token.SOURCE);
    tokens.take(Token.QUOTED);
    String name = tokens.text();
    Position position = tokens.statement();
    tokens.endOfLine();
    KconfigFile includer = tokens.file();
    for (KconfigFile above = includer; above != null; above = above.includer) {
      if (above.name.equals(name)) {
        throw new Failure(
            Diagnostic.error(Code.D2106, "`" + ByteStrings.toText(name) + "` includes itself")
                .at(position.span("source \"" + ByteStrings.toText(name) + '"'))
                .why(inclusionPath(includer)));
      }
    }
    KconfigLimits.check(includer.depth < KconfigLimits.INCLUDE_DEPTH, "nested source lines");
    tokens.include(new KconfigFile(name, read(name, position), includer));
  }

  private byte[] read(String name, Position position) {
    String shown = ByteStrings.toText(name);
    try {
      byte[] bytes = files.read(name);
      if (bytes != null) {
        return bytes;
      }
      throw new Failure(
          Diagnostic.error(Code.D2100, "there is no Kconfig file `" + shown + "`")
              .at(position.span("source \"" + shown + '"'))
              .help(SyntaxHints.missingFile(shown)));
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D2100, "the Kconfig file `" + shown + "` cannot be read")
              .at(position.span("source \"" + shown + '"'))
              .why(String.valueOf(e.getMessage())),
          e);
    }
  }

  private static String inclusionPath(KconfigFile file) {
    StringBuilder path = new StringBuilder();
    for (KconfigFile f = file; f != null; f = f.includer) {
      path.append(path.length() == 0 ? "" : "\n").append("included from ").append(f.name);
    }
    return path.toString();
  }

  /** The block is closed even by the wrong word, so that one mistake gives one message. */
  private void end(Token token) {
    tokens.take(token);
    MenuNode open = menu.block();
    if (open == menu.root()) {
      throw tokens.unexpectedTaken("no block is open here");
    }
    String kind = kindOf(open);
    String word = token.words().substring(1, token.words().length() - 1);
    if (!word.equals("end" + kind)) {
      problems.add(
          tokens
              .error(Code.D2102, "expected `end" + kind + "`, found `" + word + "`")
              .why("the " + kind + " begins at " + open.position()));
    } else if (!open.position().file().equals(tokens.file().name)) {
      problems.add(
          tokens
              .error(Code.D2102, "`" + word + "` is in a different file than its " + kind)
              .why("the " + kind + " begins at " + open.position()));
    }
    tokens.endOfLine();
    menu.close();
  }

  private static String kindOf(MenuNode block) {
    return block.isIf() ? "if" : block.isChoice() ? "choice" : "menu";
  }
}
