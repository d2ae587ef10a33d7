package org.distroc.kconfig.model;

import java.util.HashMap;
import java.util.Map;
import org.distroc.kconfig.model.Expr.And;
import org.distroc.kconfig.model.Expr.Binary;
import org.distroc.kconfig.model.Expr.Compare;
import org.distroc.kconfig.model.Expr.Not;
import org.distroc.kconfig.model.Expr.Or;
import org.distroc.kconfig.model.Expr.Ref;
import org.distroc.kconfig.model.Expr.Relation;
import org.distroc.kconfig.value.SymbolType;

/**
 * Rewrites expressions as {@code conf} does. It is not about speed: which entries become a submenu,
 * and so members of a choice or not, follows from the shape that expressions have here.
 *
 * <p>Results are cached, which also keeps deeply nested expressions from taking forever.
 *
 * <p>One quirk is left out: 6.12 turns {@code A!=y} for a bool into a reference to memory that is
 * no expression; here it becomes {@code !A}, as its comment says it should. No kernel file has one.
 */
public final class Simplifier {
  private final ExprFactory exprs;
  private final ExprJoins joins;
  private final Symbol yes;
  private final Symbol mod;
  private final Symbol no;

  private final Map<Expr, Expr> transformed = new HashMap<>();
  private final Map<Expr, Expr> withoutDuplicates = new HashMap<>();
  private final Map<Long, Boolean> equal = new HashMap<>();

  /** How many simplifications the current pass made. */
  private int count;

  Simplifier(ExprFactory exprs, SymbolTable symbols) {
    this.exprs = exprs;
    this.joins = new ExprJoins(exprs, symbols);
    this.yes = symbols.yes;
    this.mod = symbols.mod;
    this.no = symbols.no;
  }

  /** Must be called when the type of a symbol changes, because cached results depend on types. */
  void forget() {
    transformed.clear();
    withoutDuplicates.clear();
  }

  private static boolean isRefTo(Expr e, Symbol symbol) {
    return e instanceof Ref ref && ref.symbol() == symbol;
  }

  /** Whether it always holds; null does. */
  boolean isYes(Expr e) {
    return e == null || isRefTo(e, yes);
  }

  /** {@code m} becomes {@code m && MODULES}, so that it is n in a kernel without modules. */
  Expr withModules(Expr e, Symbol modules) {
    if (e instanceof Not not) {
      return exprs.not(withModules(not.operand(), modules));
    }
    if (e instanceof Binary b) {
      return exprs.like(b, withModules(b.left(), modules), withModules(b.right(), modules));
    }
    return isRefTo(e, mod) ? exprs.and(e, exprs.ref(modules)) : e;
  }

  /** Comparisons of bools with constants and negations of anything but a name go away. */
  Expr transform(Expr e) {
    if (e == null || e instanceof Ref) {
      return e;
    }
    Expr known = transformed.get(e);
    if (known == null) {
      known = transformNew(e);
      transformed.put(e, known);
    }
    return known;
  }

  private Expr transformNew(Expr e) {
    if (e instanceof Binary b) {
      return exprs.like(b, transform(b.left()), transform(b.right()));
    }
    if (e instanceof Not not) {
      return negated(transform(not.operand()));
    }
    return e instanceof Compare c ? comparedBool(c) : e;
  }

  private Expr comparedBool(Compare c) {
    boolean equal = c.relation() == Relation.EQ;
    if (c.left().type != SymbolType.BOOL || !equal && c.relation() != Relation.NE) {
      return c;
    }
    if (c.right() == mod) {
      return equal ? exprs.no : exprs.yes;
    }
    if (c.right() == yes || c.right() == no) {
      Expr ref = exprs.ref(c.left());
      return equal == (c.right() == yes) ? ref : exprs.not(ref);
    }
    return c;
  }

  private Expr negated(Expr e) {
    if (e instanceof Not not) {
      return not.operand();
    }
    if (e instanceof Compare c) {
      return exprs.compare(c.relation().negated(), c.left(), c.right());
    }
    if (e instanceof Or or) {
      return transform(exprs.and(exprs.not(or.left()), exprs.not(or.right())));
    }
    if (e instanceof And and) {
      return transform(exprs.or(exprs.not(and.left()), exprs.not(and.right())));
    }
    if (isRefTo(e, yes)) {
      return exprs.no;
    }
    return isRefTo(e, no) ? exprs.yes : isRefTo(e, mod) ? e : exprs.not(e);
  }

  /** {@code e!=n} ({@code unequal}) or {@code e=n}, pushed down to names. */
  Expr comparison(Expr e, boolean unequal) {
    if (e == null) {
      return unequal ? exprs.not(exprs.no) : exprs.no;
    }
    if (e instanceof Binary b) {
      Expr left = comparison(b.left(), false);
      Expr right = comparison(b.right(), false);
      Expr both = b instanceof And ? exprs.or(left, right) : exprs.and(left, right);
      return unequal ? exprs.not(both) : both;
    }
    if (e instanceof Not not) {
      return comparison(not.operand(), !unequal);
    }
    if (e instanceof Compare) {
      return unequal ? e : exprs.not(e);
    }
    return exprs.compare(unequal ? Relation.NE : Relation.EQ, ((Ref) e).symbol(), no);
  }

  /** Removes {@code && y}, {@code || n} and the like. */
  private Expr withoutConstants(Expr e) {
    if (!(e instanceof Binary b)) {
      return e;
    }
    Expr left = withoutConstants(b.left());
    Expr right = withoutConstants(b.right());
    Symbol neutral = b instanceof And ? yes : no;
    Symbol absorbing = b instanceof And ? no : yes;
    if (isRefTo(left, absorbing) || isRefTo(right, neutral)) {
      return left;
    }
    if (isRefTo(right, absorbing) || isRefTo(left, neutral)) {
      return right;
    }
    return e;
  }

  /** Whether both say the same, in whatever order their operands stand; null is y. */
  boolean same(Expr a, Expr b) {
    if (a == null || b == null) {
      return isYes(a) && isYes(b);
    }
    if (a == b) {
      return true;
    }
    if (a instanceof Not left && b instanceof Not right) {
      return same(left.operand(), right.operand());
    }
    if (!(a instanceof And && b instanceof And) && !(a instanceof Or && b instanceof Or)) {
      return false;
    }
    long key = (long) a.id << 32 | b.id;
    Boolean known = equal.get(key);
    if (known == null) {
      int before = count;
      Pair rest = withoutCommon(a, b);
      count = before;
      known = rest.first instanceof Ref r && rest.second instanceof Ref s && r == s;
      equal.put(key, known);
    }
    return known;
  }

  /** Two expressions that are being rewritten. */
  record Pair(Expr first, Expr second) {}

  /** Removes the operands that both have. */
  Pair withoutCommon(Expr a, Expr b) {
    if (a == null || b == null) {
      return new Pair(a, b);
    }
    Pair pair = new Pair(a, b);
    if (a instanceof Binary first) {
      pair = eliminateEqual(first, pair);
    }
    if (kind(pair.first) != kind(pair.second) && pair.second instanceof Binary second) {
      pair = eliminateEqual(second, pair);
    }
    return new Pair(withoutConstants(pair.first), withoutConstants(pair.second));
  }

  private static Class<?> kind(Expr e) {
    return e.getClass();
  }

  private Pair eliminateEqual(Binary model, Pair pair) {
    if (kind(pair.first) == kind(model)) {
      Binary b = (Binary) pair.first;
      Pair left = eliminateEqual(model, new Pair(b.left(), pair.second));
      Pair right = eliminateEqual(model, new Pair(b.right(), left.second));
      return new Pair(exprs.like(model, left.first, right.first), right.second);
    }
    if (kind(pair.second) == kind(model)) {
      Binary b = (Binary) pair.second;
      Pair left = eliminateEqual(model, new Pair(pair.first, b.left()));
      Pair right = eliminateEqual(model, new Pair(left.first, b.right()));
      return new Pair(right.first, exprs.like(model, left.second, right.second));
    }
    if (pair.first == pair.second && (isRefTo(pair.first, yes) || isRefTo(pair.first, no))) {
      return pair;
    }
    if (!same(pair.first, pair.second)) {
      return pair;
    }
    count++;
    Expr neutral = model instanceof And ? exprs.yes : exprs.no;
    return new Pair(neutral, neutral);
  }

  /** Joins operands that repeat or imply each other. */
  Expr withoutDuplicates(Expr e) {
    if (!(e instanceof Binary)) {
      return e;
    }
    Expr known = withoutDuplicates.get(e);
    if (known != null) {
      return known;
    }
    int outer = count;
    Expr result = e;
    do {
      count = 0;
      if (result instanceof Binary b) {
        Expr left = withoutDuplicates(b.left());
        Expr right = withoutDuplicates(b.right());
        Pair pair = eliminateDuplicates(b, new Pair(left, right));
        result = exprs.like(b, pair.first, pair.second);
      }
      result = withoutConstants(result);
    } while (count > 0);
    count = outer;
    withoutDuplicates.put(e, result);
    return result;
  }

  private Pair eliminateDuplicates(Binary model, Pair pair) {
    if (kind(pair.first) == kind(model)) {
      Binary b = (Binary) pair.first;
      Pair left = eliminateDuplicates(model, new Pair(b.left(), pair.second));
      Pair right = eliminateDuplicates(model, new Pair(b.right(), left.second));
      return new Pair(exprs.like(model, left.first, right.first), right.second);
    }
    if (kind(pair.second) == kind(model)) {
      Binary b = (Binary) pair.second;
      Pair left = eliminateDuplicates(model, new Pair(pair.first, b.left()));
      Pair right = eliminateDuplicates(model, new Pair(left.first, b.right()));
      return new Pair(right.first, exprs.like(model, left.second, right.second));
    }
    boolean and = model instanceof And;
    Expr joined =
        same(pair.first, pair.second) ? pair.first : joins.join(pair.first, pair.second, and);
    if (joined == null) {
      return pair;
    }
    count++;
    return new Pair(and ? exprs.yes : exprs.no, joined);
  }

  /** Whether the symbol occurs in it. */
  public static boolean contains(Expr e, Symbol symbol) {
    if (e instanceof Binary b) {
      return contains(b.left(), symbol) || contains(b.right(), symbol);
    }
    if (e instanceof Not not) {
      return contains(not.operand(), symbol);
    }
    if (e instanceof Compare c) {
      return c.left() == symbol || c.right() == symbol;
    }
    return isRefTo(e, symbol);
  }

  /** Whether it can only hold while the symbol is not n, as far as its shape shows. */
  boolean dependsOn(Expr e, Symbol symbol) {
    if (e instanceof And and) {
      return dependsOn(and.left(), symbol) || dependsOn(and.right(), symbol);
    }
    if (e instanceof Compare c && c.left() == symbol) {
      return c.relation() == Relation.EQ && (c.right() == yes || c.right() == mod)
          || c.relation() == Relation.NE && c.right() == no;
    }
    return isRefTo(e, symbol);
  }
}
