package org.distroc.kconfig;

import java.util.Arrays;
import org.distroc.kconfig.Expr.And;
import org.distroc.kconfig.Expr.Binary;
import org.distroc.kconfig.Expr.Compare;
import org.distroc.kconfig.Expr.Not;
import org.distroc.kconfig.Expr.Ref;

/** The values of expressions in one evaluation, in tristate logic: the symbols in them first. */
final class ExprValues {
  private static final byte UNKNOWN = -1;

  private final Evaluation evaluation;

  /** By expression; empty in kernels that compute each expression anew. */
  private final byte[] known;

  ExprValues(Evaluation evaluation, int expressions) {
    this.evaluation = evaluation;
    this.known = new byte[evaluation.dialect.remembersExpressions() ? expressions : 0];
    forget();
  }

  /** To be called whenever a symbol may have got another value. */
  void forget() {
    Arrays.fill(known, UNKNOWN);
  }

  /** n, m or y; null is y. */
  byte of(Expr e) {
    if (e == null) {
      return Evaluation.Y;
    }
    if (e.id >= known.length) {
      return compute(e);
    }
    if (known[e.id] == UNKNOWN) {
      byte result = compute(e);
      known[e.id] = result;
    }
    return known[e.id];
  }

  private byte compute(Expr e) {
    evaluation.enter();
    try {
      if (e instanceof Ref ref) {
        evaluation.calculate(ref.symbol());
        return evaluation.tri(ref.symbol());
      }
      if (e instanceof Binary b) {
        // Both sides are computed, whatever the first says: computing is what sets values.
        byte left = of(b.left());
        byte right = of(b.right());
        return e instanceof And ? Evaluation.min(left, right) : Evaluation.max(left, right);
      }
      if (e instanceof Not not) {
        return (byte) (Evaluation.Y - of(not.operand()));
      }
      return holds((Compare) e) ? Evaluation.Y : Evaluation.N;
    } finally {
      evaluation.leave();
    }
  }

  private boolean holds(Compare c) {
    evaluation.calculate(c.left());
    evaluation.calculate(c.right());
    String left = Values.orEmpty(evaluation.string(c.left()));
    String right = Values.orEmpty(evaluation.string(c.right()));
    return c.relation().holds(Comparison.compare(left, c.left().type, right, c.right().type));
  }
}
