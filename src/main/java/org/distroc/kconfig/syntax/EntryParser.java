package org.distroc.kconfig.syntax;

import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.HelpText;
import org.distroc.kconfig.model.MenuBuilder;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.Property.Kind;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.model.TreeDiagnostics;
import org.distroc.kconfig.value.SymbolType;

/**
 * Reads the first lines of config, choice, menu, if and comment, and the lines that belong to it.
 */
final class EntryParser {
  private final TokenStream tokens;
  private final MenuBuilder menu;
  private final TreeDiagnostics problems;
  private final ExprParser exprs;

  EntryParser(TokenStream tokens, MenuBuilder menu, TreeDiagnostics problems) {
    this.tokens = tokens;
    this.menu = menu;
    this.problems = problems;
    this.exprs = new ExprParser(tokens, menu.symbols(), menu.exprs());
  }

  void mainmenu() {
    tokens.take(Token.MAINMENU);
    String title = quoted();
    Position position = tokens.statement();
    tokens.endOfLine();
    menu.addPrompt(Kind.MENU, title, null, position);
  }

  void config(boolean menuconfig) {
    tokens.take(menuconfig ? Token.MENUCONFIG : Token.CONFIG);
    Symbol symbol = exprs.option();
    if (symbol.id() <= 2) {
      throw tokens.unexpectedTaken("y, m and n cannot be defined");
    }
    Position position = tokens.statement();
    tokens.endOfLine();
    MenuNode node = menu.addEntry(symbol, position);
    while (configLine()) {
      // Each call reads one line.
    }
    if (menuconfig) {
      if (!menu.markMenu()) {
        problems.warn(Code.D2108, "a menuconfig needs a prompt to be a menu", position);
      }
    }
    if (menu.isInChoice() && !menuconfig) {
      joinChoice(node);
    }
  }

  /** Skips the lines that belong to an entry whose first line could not be read. */
  void skipLines() {
    while (tokens.peek().isAttribute()) {
      boolean help = tokens.peek() == Token.HELP;
      tokens.skipLine();
      if (help) {
        tokens.help();
      }
    }
  }

  /** Newer kernels insist on what older ones only warned of. */
  private void joinChoice(MenuNode node) {
    if (node.promptOrNull() == null) {
      problems.error(Code.D2103, "a member of a choice must have a prompt", node.position());
    }
    if (node.symbolOrNull().type() != SymbolType.BOOL) {
      problems.error(Code.D2103, "a member of a choice must be bool", node.position());
    }
    menu.joinChoice();
  }

  /** One line below config or menuconfig; false when the next line is not one. */
  private boolean configLine() {
    Token token = tokens.peek();
    try {
      switch (token) {
        case BOOL -> type(SymbolType.BOOL);
        case TRISTATE -> type(SymbolType.TRISTATE);
        case INT -> type(SymbolType.INT);
        case HEX -> type(SymbolType.HEX);
        case STRING -> type(SymbolType.STRING);
        case DEFAULT -> defaultValue(null);
        case DEF_BOOL -> defaultValue(SymbolType.BOOL);
        case DEF_TRISTATE -> defaultValue(SymbolType.TRISTATE);
        case SELECT -> reverse(Kind.SELECT);
        case IMPLY -> reverse(Kind.IMPLY);
        case RANGE -> range();
        case MODULES -> modules();
        case TRANSITIONAL -> {
          tokens.take(Token.TRANSITIONAL);
          tokens.endOfLine();
          menu.markTransitional();
        }
        default -> {
          return sharedLine(token);
        }
      }
    } catch (SyntaxError e) {
      problems.add(e.diagnostic());
      tokens.skipLine();
    }
    return true;
  }

  /** Lines that config and choice have in common. */
  private boolean sharedLine(Token token) {
    switch (token) {
      case PROMPT -> {
        tokens.take(Token.PROMPT);
        prompt(quoted());
      }
      case DEPENDS -> dependsOn();
      case HELP -> help();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void type(SymbolType type) {
    tokens.take(tokens.peek());
    Position position = tokens.statement();
    if (tokens.takeIf(Token.QUOTED)) {
      prompt(tokens.text());
    } else {
      tokens.endOfLine();
    }
    menu.setType(type, position);
  }

  private void prompt(String words) {
    Position position = tokens.statement();
    Expr condition = exprs.condition();
    tokens.endOfLine();
    menu.addPrompt(Kind.PROMPT, words, condition, position);
  }

  private void defaultValue(SymbolType type) {
    tokens.take(tokens.peek());
    Position position = tokens.statement();
    Expr value = exprs.expr();
    Expr condition = exprs.condition();
    tokens.endOfLine();
    menu.addValue(Kind.DEFAULT, value, condition, position);
    if (type != null) {
      menu.setType(type, position);
    }
  }

  private void reverse(Kind kind) {
    tokens.take(tokens.peek());
    Position position = tokens.statement();
    Symbol target = exprs.option();
    Expr condition = exprs.condition();
    tokens.endOfLine();
    menu.addValue(kind, menu.exprs().ref(target), condition, position);
  }

  private void range() {
    tokens.take(Token.RANGE);
    Position position = tokens.statement();
    Symbol low = exprs.symbol();
    Symbol high = exprs.symbol();
    Expr condition = exprs.condition();
    tokens.endOfLine();
    menu.addRange(low, high, condition, position);
  }

  private void modules() {
    tokens.take(Token.MODULES);
    if (menu.modules().isPresent()) {
      throw tokens.unexpectedTaken("`modules` is already set on " + menu.modules().get().name());
    }
    menu.markModules();
    tokens.endOfLine();
  }

  private void dependsOn() {
    tokens.take(Token.DEPENDS);
    tokens.take(Token.ON);
    Position position = tokens.statement();
    Expr dependency = exprs.expr();
    if (tokens.peek() == Token.IF && !menu.dialect().conditionalDepends()) {
      throw tokens
          .unexpected("`depends on` takes no condition in this kernel")
          .help("write `depends on A || !B` for `depends on A if B`");
    }
    Expr condition = exprs.condition();
    tokens.endOfLine();
    menu.addDependency(dependency, condition, position);
  }

  private void help() {
    tokens.take(Token.HELP);
    Position position = tokens.statement();
    tokens.endOfLine();
    Optional<HelpText> text = tokens.help();
    if (menu.entry().helpTextOrNull() != null) {
      problems.warn(Code.D2108, "several help texts; only the last one is used", position);
    }
    if (text.isEmpty()) {
      problems.warn(Code.D2108, "the help text is empty", position);
    }
    menu.setHelp(text.orElse(null));
  }

  void choice() {
    tokens.take(Token.CHOICE);
    Position position = tokens.statement();
    boolean asSymbol = menu.dialect().choicesAreSymbols();
    String name = asSymbol && tokens.takeIf(Token.WORD) ? tokens.text() : null;
    tokens.endOfLine();
    MenuNode node = menu.addEntry(menu.symbols().choice(name), position);
    if (!asSymbol) {
      menu.setType(SymbolType.BOOL, position);
    }
    while (choiceLine()) {
      // Each call reads one line.
    }
    if (node.promptOrNull() == null && !asSymbol) {
      problems.error(Code.D2103, "a choice must have a prompt", position);
    }
    menu.openChoice();
  }

  private boolean choiceLine() {
    Token token = tokens.peek();
    try {
      switch (token) {
        case BOOL, TRISTATE -> choiceType(token);
        case OPTIONAL -> {
          tokens.take(Token.OPTIONAL);
          tokens.endOfLine();
          menu.markOptional();
        }
        case DEFAULT -> {
          tokens.take(Token.DEFAULT);
          Position position = tokens.statement();
          Symbol member = exprs.option();
          Expr condition = exprs.condition();
          tokens.endOfLine();
          menu.addValue(Kind.DEFAULT, menu.exprs().ref(member), condition, position);
        }
        default -> {
          return sharedLine(token);
        }
      }
    } catch (SyntaxError e) {
      problems.add(e.diagnostic());
      tokens.skipLine();
    }
    return true;
  }

  private void choiceType(Token token) {
    if (menu.dialect().choicesAreSymbols()) {
      type(token == Token.BOOL ? SymbolType.BOOL : SymbolType.TRISTATE);
      return;
    }
    tokens.take(Token.BOOL);
    prompt(quoted());
  }

  void ifBlock() {
    tokens.take(Token.IF);
    Position position = tokens.statement();
    Expr condition = exprs.expr();
    tokens.endOfLine();
    menu.addEntry(null, position);
    menu.markIfBlock();
    menu.addDependency(condition, null, position);
    menu.open();
  }

  void menu() {
    tokens.take(Token.MENU);
    String title = quoted();
    Position position = tokens.statement();
    tokens.endOfLine();
    menu.addEntry(null, position);
    menu.addPrompt(Kind.MENU, title, null, position);
    while (true) {
      if (tokens.peek() == Token.DEPENDS) {
        dependsOn();
      } else if (tokens.peek() == Token.VISIBLE) {
        tokens.take(Token.VISIBLE);
        Position line = tokens.statement();
        Expr condition = exprs.condition();
        tokens.endOfLine();
        menu.addVisibility(condition, line);
      } else {
        break;
      }
    }
    menu.open();
  }

  void comment() {
    tokens.take(Token.COMMENT);
    String words = quoted();
    Position position = tokens.statement();
    tokens.endOfLine();
    menu.addEntry(null, position);
    menu.addPrompt(Kind.COMMENT, words, null, position);
    while (tokens.peek() == Token.DEPENDS) {
      dependsOn();
    }
  }

  private String quoted() {
    tokens.take(Token.QUOTED);
    return tokens.text();
  }
}
