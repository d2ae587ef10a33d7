package org.distroc.kconfig.model;

/**
 * An expression of the language. Equal expressions of one tree are one object, so comparing
 * references is enough, and values can be cached by {@link #id}.
 */
public abstract sealed class Expr {
  /** Numbered from 0 within a tree. */
  final int id;

  private Expr(int id) {
    this.id = id;
  }

  /** Its number, counted from 0 within a tree. */
  public int id() {
    return id;
  }

  /** The value of an option, or a constant. */
  public static final class Ref extends Expr {
    private final Symbol symbol;

    Ref(int id, Symbol symbol) {
      super(id);
      this.symbol = symbol;
    }

    /** The option or constant. */
    public Symbol symbol() {
      return symbol;
    }
  }

  /** A negation. */
  public static final class Not extends Expr {
    private final Expr operand;

    Not(int id, Expr operand) {
      super(id);
      this.operand = operand;
    }

    /** What is negated. */
    public Expr operand() {
      return operand;
    }
  }

  /** {@code &&} or {@code ||}. */
  public abstract static sealed class Binary extends Expr {
    private final Expr left;
    private final Expr right;

    private Binary(int id, Expr left, Expr right) {
      super(id);
      this.left = left;
      this.right = right;
    }

    /** The operand before the operator. */
    public Expr left() {
      return left;
    }

    /** The operand after the operator. */
    public Expr right() {
      return right;
    }
  }

  /** The lesser of two values. */
  public static final class And extends Binary {
    And(int id, Expr left, Expr right) {
      super(id, left, right);
    }
  }

  /** The greater of two values. */
  public static final class Or extends Binary {
    Or(int id, Expr left, Expr right) {
      super(id, left, right);
    }
  }

  /** A comparison of two options or constants; its value is y or n. */
  public static final class Compare extends Expr {
    private final Relation relation;
    private final Symbol left;
    private final Symbol right;

    Compare(int id, Relation relation, Symbol left, Symbol right) {
      super(id);
      this.relation = relation;
      this.left = left;
      this.right = right;
    }

    /** What must hold. */
    public Relation relation() {
      return relation;
    }

    /** The left-hand side. */
    public Symbol left() {
      return left;
    }

    /** The right-hand side. */
    public Symbol right() {
      return right;
    }
  }

  /** The signs of comparisons. */
  public enum Relation {
    /** Equal. */
    EQ("="),
    /** Not equal. */
    NE("!="),
    /** Less. */
    LT("<"),
    /** Less or equal. */
    LE("<="),
    /** Greater. */
    GT(">"),
    /** Greater or equal. */
    GE(">=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    /** As it is written. */
    public String sign() {
      return sign;
    }

    public Relation negated() {
      return switch (this) {
        case EQ -> NE;
        case NE -> EQ;
        case LT -> GE;
        case GE -> LT;
        case LE -> GT;
        case GT -> LE;
      };
    }

    public boolean holds(int comparison) {
      return switch (this) {
        case EQ -> comparison == 0;
        case NE -> comparison != 0;
        case LT -> comparison < 0;
        case GE -> comparison >= 0;
        case LE -> comparison <= 0;
        case GT -> comparison > 0;
      };
    }
  }

  /** As it would be written in a Kconfig file, with as few parentheses as needed. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    append(out, this, 0);
    return out.toString();
  }

  private static void append(StringBuilder out, Expr e, int outer) {
    int own = e instanceof Or ? 1 : e instanceof And ? 2 : 3;
    if (own < outer) {
      out.append('(');
    }
    if (e instanceof Ref ref) {
      out.append(ref.symbol);
    } else if (e instanceof Compare c) {
      out.append(c.left).append(c.relation.sign).append(c.right);
    } else if (e instanceof Not not) {
      append(out.append('!'), not.operand, 4 - (not.operand instanceof Ref ? 1 : 0));
    } else if (e instanceof Binary b) {
      append(out, b.left, own);
      append(out.append(b instanceof And ? " && " : " || "), b.right, own);
    }
    if (own < outer) {
      out.append(')');
    }
  }
}
