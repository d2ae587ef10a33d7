package org.distroc.kconfig;

import java.util.HashMap;
import java.util.Map;
import org.distroc.kconfig.Expr.Relation;

/** Makes the expressions of one tree; asking twice for the same gives the same object. */
final class Exprs {
  private static final int REF = 0;
  private static final int NOT = 1;
  private static final int AND = 2;
  private static final int OR = 3;
  private static final int COMPARE = 4;

  /** Operands are numbered below this, so that a key fits into a long. */
  private static final int MAX_ID = 1 << 29;

  private final Map<Long, Expr> made = new HashMap<>(1 << 16);
  final Expr yes;
  final Expr mod;
  final Expr no;

  Exprs(SymbolTable symbols) {
    yes = ref(symbols.yes);
    mod = ref(symbols.mod);
    no = ref(symbols.no);
  }

  int size() {
    return made.size();
  }

  Expr ref(Symbol symbol) {
    long key = key(REF, symbol.id, 0);
    Expr known = made.get(key);
    return known != null ? known : keep(key, new Expr.Ref(nextId(), symbol));
  }

  Expr not(Expr operand) {
    long key = key(NOT, operand.id, 0);
    Expr known = made.get(key);
    return known != null ? known : keep(key, new Expr.Not(nextId(), operand));
  }

  Expr compare(Relation relation, Symbol left, Symbol right) {
    long key = key(COMPARE + relation.ordinal(), left.id, right.id);
    Expr known = made.get(key);
    return known != null ? known : keep(key, new Expr.Compare(nextId(), relation, left, right));
  }

  /** Both; null stands for nothing, which is neutral. */
  Expr and(Expr left, Expr right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    long key = key(AND, left.id, right.id);
    Expr known = made.get(key);
    return known != null ? known : keep(key, new Expr.And(nextId(), left, right));
  }

  /** Either; null stands for nothing, which is neutral. */
  Expr or(Expr left, Expr right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    long key = key(OR, left.id, right.id);
    Expr known = made.get(key);
    return known != null ? known : keep(key, new Expr.Or(nextId(), left, right));
  }

  /** An {@code &&} or {@code ||} like {@code model} with other operands. */
  Expr like(Expr.Binary model, Expr left, Expr right) {
    return model instanceof Expr.And ? and(left, right) : or(left, right);
  }

  private int nextId() {
    return made.size();
  }

  private Expr keep(long key, Expr expr) {
    Limits.check(made.size() < MAX_ID, "expressions");
    made.put(key, expr);
    return expr;
  }

  private static long key(int kind, int left, int right) {
    return (long) kind << 58 | (long) left << 29 | right;
  }
}
