package org.distroc.kconfig.syntax;

import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.Expr.Relation;
import org.distroc.kconfig.model.ExprFactory;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.model.SymbolTable;
import org.distroc.kconfig.shell.ShellFunction;

/**
 * Reads expressions: {@code ||} binds less than {@code &&}, comparisons are between symbols only.
 */
final class ExprParser {
  private final TokenStream tokens;
  private final SymbolTable symbols;
  private final ExprFactory exprs;
  private int parentheses;
  private int operands;

  ExprParser(TokenStream tokens, SymbolTable symbols, ExprFactory exprs) {
    this.tokens = tokens;
    this.symbols = symbols;
    this.exprs = exprs;
  }

  /** What follows {@code if}; null when there is no {@code if}. */
  Expr condition() {
    return tokens.takeIf(Token.IF) ? expr() : null;
  }

  /** A whole expression. */
  Expr expr() {
    parentheses = 0;
    operands = 0;
    return or();
  }

  private Expr or() {
    Expr left = and();
    while (tokens.takeIf(Token.OR)) {
      left = exprs.or(left, and());
    }
    return left;
  }

  private Expr and() {
    Expr left = operand();
    while (tokens.takeIf(Token.AND)) {
      left = exprs.and(left, operand());
    }
    return left;
  }

  private Expr operand() {
    KconfigLimits.check(++operands <= KconfigLimits.OPERANDS, "operands in one expression");
    int negations = 0;
    while (tokens.takeIf(Token.NOT)) {
      negations++;
    }
    KconfigLimits.check(negations + parentheses <= KconfigLimits.PARENTHESES, "nested expressions");
    Expr operand;
    if (tokens.takeIf(Token.OPEN)) {
      parentheses++;
      operand = or();
      parentheses--;
      tokens.take(Token.CLOSE);
    } else {
      operand = comparison();
    }
    for (int i = 0; i < negations; i++) {
      operand = exprs.not(operand);
    }
    return operand;
  }

  private Expr comparison() {
    Symbol left = operandSymbol();
    Relation relation =
        switch (tokens.peek()) {
          case EQUAL -> Relation.EQ;
          case UNEQUAL -> Relation.NE;
          case LESS -> Relation.LT;
          case LESS_EQUAL -> Relation.LE;
          case GREATER -> Relation.GT;
          case GREATER_EQUAL -> Relation.GE;
          default -> null;
        };
    if (relation == null) {
      return exprs.ref(left);
    }
    tokens.take(tokens.peek());
    return exprs.compare(relation, left, operandSymbol());
  }

  /** Here, and nowhere else, an answer of the shell may come later. */
  private Symbol operandSymbol() {
    if (tokens.peek() != Token.WORD) {
      return symbol();
    }
    tokens.take(Token.WORD);
    String promise = tokens.promise();
    return promise != null
        ? symbols.promised(ShellFunction.number(promise))
        : symbols.option(tokens.text());
  }

  /** A name or a quoted text. */
  Symbol symbol() {
    if (tokens.takeIf(Token.QUOTED)) {
      return symbols.constant(tokens.text());
    }
    if (tokens.peek() != Token.WORD) {
      throw tokens.unexpected("expected the name of an option or a quoted string");
    }
    return option();
  }

  /** A name, where quotes are not accepted. */
  Symbol option() {
    if (tokens.peek() != Token.WORD) {
      throw tokens.unexpected("expected the name of an option, without quotes");
    }
    tokens.take(Token.WORD);
    return symbols.option(tokens.text());
  }
}
