package org.distroc.kconfig.eval;

import java.util.Arrays;
import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.Expr.And;
import org.distroc.kconfig.model.Expr.Binary;
import org.distroc.kconfig.model.Expr.Compare;
import org.distroc.kconfig.model.Expr.Not;
import org.distroc.kconfig.model.Expr.Ref;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.ValueComparison;

/**
 * The values of expressions in one evaluation, in tristate logic: the symbols in them first.
 *
 * <p>They are cached. Newer kernels do so too, and there an expression keeps a value that it got
 * while a symbol in it was still being computed. Older kernels recompute each expression; for them
 * such a value is not cached, and any other stays the same until a symbol gets another value.
 */
final class ExprEvaluator {
  private static final byte UNKNOWN = -1;

  private final Evaluation evaluation;

  /** Whether this kernel caches values too. */
  private final boolean keepsAll;

  /** By expression. */
  private final byte[] known;

  /** Whether nothing is known. */
  private boolean empty;

  /** Whether what is being computed depends on a symbol that is itself being computed. */
  private boolean early;

  ExprEvaluator(Evaluation evaluation, int expressions) {
    this.evaluation = evaluation;
    this.keepsAll = evaluation.dialect.remembersExpressions();
    this.known = new byte[expressions];
    forget();
  }

  /** Must be called whenever symbols are invalidated. */
  void forget() {
    if (!empty) {
      Arrays.fill(known, UNKNOWN);
      empty = true;
    }
  }

  /** A symbol that had a value may get another. A kernel that keeps all values keeps them then. */
  void forgetEarlier() {
    if (!keepsAll) {
      forget();
    }
  }

  /** The value of the expression of a number if it is known; else a negative number. */
  byte ifKnown(int id) {
    return id < 0 ? Evaluation.Y : id < known.length ? known[id] : UNKNOWN;
  }

  /** n, m or y; null is y. */
  byte of(Expr e) {
    if (e == null) {
      return Evaluation.Y;
    }
    if (e.id() >= known.length) {
      return compute(e);
    }
    byte before = known[e.id()];
    if (before != UNKNOWN) {
      return before;
    }
    boolean outer = early;
    early = false;
    byte result = compute(e);
    if (keepsAll || !early) {
      known[e.id()] = result;
      empty = false;
    }
    early |= outer;
    return result;
  }

  private byte compute(Expr e) {
    evaluation.enter();
    byte result;
    if (e instanceof Ref ref) {
      result = evaluation.tri(calculated(ref.symbol()));
    } else if (e instanceof Binary b) {
      // Both sides, whatever the first gives: evaluating sets values of symbols.
      byte left = of(b.left());
      byte right = of(b.right());
      result = e instanceof And ? Evaluation.min(left, right) : Evaluation.max(left, right);
    } else if (e instanceof Not not) {
      result = (byte) (Evaluation.Y - of(not.operand()));
    } else {
      result = holds((Compare) e) ? Evaluation.Y : Evaluation.N;
    }
    evaluation.leave();
    return result;
  }

  /** The symbol with its value up to date, or with what it is while it is being computed. */
  private Symbol calculated(Symbol symbol) {
    if (!evaluation.isValid(symbol)) {
      boolean outer = early;
      evaluation.calculate(symbol);
      early = outer;
    }
    early |= evaluation.isInProgress(symbol);
    return symbol;
  }

  private boolean holds(Compare c) {
    calculated(c.left());
    calculated(c.right());
    String left = Evaluation.orEmpty(evaluation.string(c.left()));
    String right = Evaluation.orEmpty(evaluation.string(c.right()));
    return c.relation()
        .holds(ValueComparison.compare(left, c.left().type(), right, c.right().type()));
  }
}
