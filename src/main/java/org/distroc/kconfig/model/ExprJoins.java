package org.distroc.kconfig.model;

import org.distroc.kconfig.model.Expr.Compare;
import org.distroc.kconfig.model.Expr.Not;
import org.distroc.kconfig.model.Expr.Ref;
import org.distroc.kconfig.model.Expr.Relation;
import org.distroc.kconfig.value.SymbolType;

/** Joins two operands about the same symbol into one: {@code A && A=y} is {@code A=y}. */
final class ExprJoins {
  private final ExprFactory exprs;
  private final Symbol yes;
  private final Symbol mod;
  private final Symbol no;

  ExprJoins(ExprFactory exprs, SymbolTable symbols) {
    this.exprs = exprs;
    this.yes = symbols.yes;
    this.mod = symbols.mod;
    this.no = symbols.no;
  }

  /** One expression for two different operands; null when there is none. */
  Expr join(Expr a, Expr b, boolean and) {
    Symbol symbol = subject(a, true);
    if (symbol == null || symbol != subject(b, false) || !symbol.type.isLogic()) {
      return null;
    }
    return and ? joinAnd(a, b, symbol) : joinOr(a, b, symbol);
  }

  /** The symbol that a leaf is about; for the second operand a negation must be of a name. */
  private static Symbol subject(Expr e, boolean first) {
    Expr leaf = e instanceof Not not ? not.operand() : e;
    if (leaf instanceof Ref ref) {
      return ref.symbol();
    }
    boolean equality =
        leaf instanceof Compare c
            && (c.relation() == Relation.EQ || c.relation() == Relation.NE)
            && (first || leaf == e);
    return equality ? ((Compare) leaf).left() : null;
  }

  private Expr joinOr(Expr a, Expr b, Symbol symbol) {
    if (symbol.type == SymbolType.BOOL) {
      boolean opposite =
          a instanceof Not n && n.operand() instanceof Ref && b instanceof Ref
              || b instanceof Not m && m.operand() instanceof Ref && a instanceof Ref;
      return opposite ? exprs.yes : null;
    }
    Symbol third = third(a, b, Relation.EQ);
    return third == null ? null : exprs.compare(Relation.NE, symbol, third);
  }

  /** Of y, m and n the one that neither of two comparisons with the other two names. */
  private Symbol third(Expr a, Expr b, Relation relation) {
    if (!(a instanceof Compare x && b instanceof Compare y)
        || x.relation() != relation
        || y.relation() != relation
        || x.right() == y.right()) {
      return null;
    }
    boolean logic = x.right().id <= 2 && y.right().id <= 2;
    int sum = x.right().id + y.right().id;
    return !logic ? null : sum == 1 ? no : sum == 2 ? mod : yes;
  }

  private Expr joinAnd(Expr a, Expr b, Symbol symbol) {
    Expr other = a instanceof Ref ? b : b instanceof Ref ? a : null;
    if (other instanceof Compare c) {
      if (c.relation() == Relation.EQ && c.right() == yes
          || c.relation() == Relation.NE && c.right() == mod) {
        return exprs.compare(Relation.EQ, symbol, yes);
      }
      if (c.relation() == Relation.NE && c.right() == no) {
        return exprs.ref(symbol);
      }
    }
    if (symbol.type != SymbolType.TRISTATE || !(a instanceof Compare x && b instanceof Compare y)) {
      return null;
    }
    if (x.relation() != y.relation()) {
      Compare is = x.relation() == Relation.EQ ? x : y;
      Compare isNot = is == x ? y : x;
      if (is.relation() != Relation.EQ || isNot.relation() != Relation.NE) {
        return null;
      }
      if (!is.right().constant || !isNot.right().constant) {
        return null;
      }
      return is.right() == isNot.right() ? exprs.no : is;
    }
    Symbol third = third(a, b, Relation.NE);
    return third == null ? null : exprs.compare(Relation.EQ, symbol, third);
  }
}
