package org.distroc.kconfig.model;

import org.distroc.kconfig.model.Expr.Relation;

/** Makes the expressions of one tree; asking twice for the same gives the same object. */
public final class ExprFactory {
  private static final int REF = 0;
  private static final int NOT = 1;
  private static final int AND = 2;
  private static final int OR = 3;
  private static final int COMPARE = 4;

  /** Operands are numbered below this, so that a key fits into a long. */
  static final int MAX_ID = 1 << 29;

  /** A hash table with open addresses: the keys, and at the same index the expressions. */
  private long[] keys = new long[1 << 17];

  private Expr[] made = new Expr[keys.length];
  private int count;
  final Expr yes;
  final Expr mod;
  final Expr no;

  ExprFactory(SymbolTable symbols) {
    yes = ref(symbols.yes);
    mod = ref(symbols.mod);
    no = ref(symbols.no);
  }

  int size() {
    return count;
  }

  /** The value of a symbol. */
  public Expr ref(Symbol symbol) {
    long key = key(REF, symbol.id, 0);
    Expr known = made[slot(key)];
    return known != null ? known : keep(key, new Expr.Ref(nextId(), symbol));
  }

  /** A negation. */
  public Expr not(Expr operand) {
    long key = key(NOT, operand.id, 0);
    Expr known = made[slot(key)];
    return known != null ? known : keep(key, new Expr.Not(nextId(), operand));
  }

  /** A comparison of two symbols. */
  public Expr compare(Relation relation, Symbol left, Symbol right) {
    long key = key(COMPARE + relation.ordinal(), left.id, right.id);
    Expr known = made[slot(key)];
    return known != null ? known : keep(key, new Expr.Compare(nextId(), relation, left, right));
  }

  /** Both; null means no condition, which is neutral. */
  public Expr and(Expr left, Expr right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    long key = key(AND, left.id, right.id);
    Expr known = made[slot(key)];
    return known != null ? known : keep(key, new Expr.And(nextId(), left, right));
  }

  /** Either; null means no condition, which is neutral. */
  public Expr or(Expr left, Expr right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    long key = key(OR, left.id, right.id);
    Expr known = made[slot(key)];
    return known != null ? known : keep(key, new Expr.Or(nextId(), left, right));
  }

  /** An {@code &&} or {@code ||} like {@code model} with other operands. */
  Expr like(Expr.Binary model, Expr left, Expr right) {
    return model instanceof Expr.And ? and(left, right) : or(left, right);
  }

  private int nextId() {
    return count;
  }

  private Expr keep(long key, Expr expr) {
    KconfigLimits.check(count < MAX_ID, "expressions");
    if (2 * ++count > keys.length) {
      grow();
    }
    put(key, expr);
    return expr;
  }

  private void put(long key, Expr expr) {
    int slot = slot(key);
    keys[slot] = key;
    made[slot] = expr;
  }

  /** Where the key is, or where it belongs. */
  private int slot(long key) {
    long mixed = key * 0x9e3779b97f4a7c15L;
    int mask = keys.length - 1;
    int slot = (int) (mixed >>> 40) & mask;
    while (made[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    Expr[] oldMade = made;
    keys = new long[2 * oldKeys.length];
    made = new Expr[keys.length];
    for (int i = 0; i < oldMade.length; i++) {
      if (oldMade[i] != null) {
        put(oldKeys[i], oldMade[i]);
      }
    }
  }

  private static long key(int kind, int left, int right) {
    return (long) kind << 58 | (long) left << 29 | right;
  }
}
