package org.distroc.kconfig;

import java.util.Arrays;
import org.distroc.kconfig.Expr.And;
import org.distroc.kconfig.Expr.Binary;
import org.distroc.kconfig.Expr.Compare;
import org.distroc.kconfig.Expr.Not;
import org.distroc.kconfig.Expr.Ref;

/**
 * The values of all symbols of one tree, computed on demand from what the user set, step by step as
 * the kernel's program does it. The order of these steps is part of the result where options depend
 * on each other in ways that the language does not forbid, so it is kept even where it looks odd.
 *
 * <p>Values are bytes 0, 1, 2 for n, m, y. One evaluation belongs to one thread.
 */
final class Evaluation {
  static final byte N = 0;
  static final byte M = 1;
  static final byte Y = 2;

  /** The value is up to date. */
  private static final int VALID = 1;

  /** The option appears in a written file. */
  private static final int WRITE = 2;

  /** Older kernels, all-yes and the like: the members of the choice wait for their values. */
  private static final int CHOICE_PENDING = 8;

  private static final byte UNKNOWN = -1;

  final KconfigTree tree;
  final Dialect dialect;
  private final Symbol modules;
  private byte modulesValue = N;

  private final int[] flags;
  private final byte[] value;
  private final String[] text;
  final UserSettings user;
  private final Choices choices;

  /** Older kernels: the member that a choice chose. */
  private final Symbol[] chosen;

  private final byte[] visible;
  private final byte[] depends;
  private final byte[] selected;
  private final byte[] implied;
  private final byte[] known;

  /** Whether something differs from the file that was read; then nothing is computed anew. */
  boolean changed = true;

  private int depth;

  Evaluation(KconfigTree tree) {
    this.tree = tree;
    this.dialect = tree.dialect();
    this.modules = tree.modules();
    int count = tree.symbolTable().all().size();
    flags = new int[count];
    value = new byte[count];
    text = new String[count];
    user = new UserSettings(count, dialect.choicesAreSymbols());
    choices = new Choices(this);
    chosen = new Symbol[count];
    visible = new byte[count];
    depends = new byte[count];
    selected = new byte[count];
    implied = new byte[count];
    known = new byte[dialect.remembersExpressions() ? tree.expressions() : 0];
    Arrays.fill(known, UNKNOWN);
    byte[] logic = {Y, M, N};
    for (Symbol constant : tree.symbolTable().all().subList(0, 3)) {
      flags[constant.id] = VALID;
      value[constant.id] = logic[constant.id];
      text[constant.id] = constant.name;
    }
  }

  void markChoicePending(Symbol symbol) {
    flags[symbol.id] |= CHOICE_PENDING;
  }

  boolean isValid(Symbol symbol) {
    return (flags[symbol.id] & VALID) != 0;
  }

  /** Forgets the user's values and everything computed: a file is about to be read. */
  void startReading() {
    user.forget(tree.hashOrder());
    for (Symbol symbol : tree.hashOrder()) {
      flags[symbol.id] &= ~VALID;
    }
    Arrays.fill(known, UNKNOWN);
  }

  /** Everything is to be computed anew; whether there are modules is computed at once. */
  void invalidate() {
    for (Symbol symbol : tree.hashOrder()) {
      flags[symbol.id] &= ~VALID;
    }
    Arrays.fill(known, UNKNOWN);
    changed = true;
    calculate(modules);
  }

  void invalidate(Symbol symbol) {
    flags[symbol.id] &= ~VALID;
  }

  // Results

  byte tri(Symbol symbol) {
    return value[symbol.id];
  }

  byte visibility(Symbol symbol) {
    return visible[symbol.id];
  }

  byte selectedBy(Symbol symbol) {
    return selected[symbol.id];
  }

  byte impliedBy(Symbol symbol) {
    return implied[symbol.id];
  }

  boolean isWritten(Symbol symbol) {
    return (flags[symbol.id] & WRITE) != 0;
  }

  void clearWritten(Symbol symbol) {
    flags[symbol.id] &= ~WRITE;
  }

  boolean hasModules() {
    return modulesValue != N;
  }

  static String letter(byte tri) {
    return tri == Y ? "y" : tri == M ? "m" : "n";
  }

  /** The value as it is compared and written; y, m or n for logic types. */
  String string(Symbol symbol) {
    return symbol.type.isLogic() ? letter(value[symbol.id]) : text[symbol.id];
  }

  SymbolType effectiveType(Symbol symbol) {
    if (symbol.type == SymbolType.TRISTATE) {
      boolean single = dialect.choicesAreSymbols() && symbol.choiceValue && visible[symbol.id] == Y;
      if (single || modulesValue == N) {
        return SymbolType.BOOL;
      }
    }
    return symbol.type;
  }

  boolean isChangeable(Symbol symbol) {
    return !(symbol.choice && !dialect.choicesAreSymbols())
        && visible[symbol.id] > selected[symbol.id];
  }

  // Expressions

  /** The value of an expression; null is y. */
  byte evaluate(Expr e) {
    if (e == null) {
      return Y;
    }
    if (known.length == 0 || e.id >= known.length) {
      return compute(e);
    }
    if (known[e.id] == UNKNOWN) {
      byte result = compute(e);
      known[e.id] = result;
    }
    return known[e.id];
  }

  private byte compute(Expr e) {
    Limits.check(++depth < Limits.EVALUATION_DEPTH, "options that depend on one another");
    try {
      if (e instanceof Ref ref) {
        calculate(ref.symbol());
        return value[ref.symbol().id];
      }
      if (e instanceof Binary b) {
        // Both sides are computed, whatever the first says: computing is what sets values.
        byte left = evaluate(b.left());
        byte right = evaluate(b.right());
        return e instanceof And ? min(left, right) : max(left, right);
      }
      if (e instanceof Not not) {
        return (byte) (Y - evaluate(not.operand()));
      }
      return compare((Compare) e) ? Y : N;
    } finally {
      depth--;
    }
  }

  private static byte min(byte a, byte b) {
    return a < b ? a : b;
  }

  private static byte max(byte a, byte b) {
    return a > b ? a : b;
  }

  private boolean compare(Compare c) {
    calculate(c.left());
    calculate(c.right());
    String left = orEmpty(string(c.left()));
    String right = orEmpty(string(c.right()));
    return c.relation().holds(Comparison.compare(left, c.left().type, right, c.right().type));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  // Symbols

  /** Brings the value of a symbol up to date. */
  void calculate(Symbol symbol) {
    int id = symbol.id;
    if ((flags[id] & VALID) != 0) {
      return;
    }
    Limits.check(++depth < Limits.EVALUATION_DEPTH, "options that depend on one another");
    if (symbol.choiceValue && (flags[id] & CHOICE_PENDING) != 0) {
      flags[id] &= ~CHOICE_PENDING;
      calculate(symbol.choiceNode.symbol);
    }
    flags[id] |= VALID;
    if (symbol.type == SymbolType.UNKNOWN) {
      text[id] = symbol.name;
      value[id] = N;
    } else {
      calculateTyped(symbol);
    }
    depth--;
  }

  private void calculateTyped(Symbol symbol) {
    int id = symbol.id;
    flags[id] &= ~WRITE;
    calculateVisibility(symbol);
    if (visible[id] != N) {
      flags[id] |= WRITE;
    }
    // What others see when they ask for the value while it is being computed.
    value[id] = N;
    text[id] = initialText(symbol.type);
    chosen[id] = null;
    if (symbol.type.isLogic()) {
      value[id] = logicValue(symbol);
    } else {
      text[id] = textValue(symbol);
      limitToRange(symbol);
    }
    if (symbol.choice && dialect.choicesAreSymbols() && value[id] == Y) {
      chosen[id] = choices.choose(symbol);
      if (chosen[id] == null) {
        value[id] = N;
      }
    }
    if (symbol == modules) {
      modulesValue = value[id];
    }
    finishChoice(symbol);
    if (symbol.transitional) {
      flags[id] &= ~WRITE;
    }
  }

  private String initialText(SymbolType type) {
    if (!dialect.numbersStartAtZero() || type == SymbolType.STRING) {
      return "";
    }
    return type == SymbolType.INT ? "0" : type == SymbolType.HEX ? "0x0" : "";
  }

  private void finishChoice(Symbol symbol) {
    int id = symbol.id;
    if (symbol.choice && dialect.choicesAreSymbols()) {
      for (Symbol member : symbol.choiceMembers) {
        if ((flags[id] & WRITE) != 0 && visible[member.id] != N) {
          flags[member.id] |= WRITE;
        }
      }
    }
    if (symbol.choice) {
      flags[id] &= ~WRITE;
    }
    if ((flags[id] & CHOICE_PENDING) != 0) {
      settleChoice(symbol);
    }
  }

  /** Older kernels: members of a choice that nobody set are n. */
  void settleChoice(Symbol choice) {
    user.settle(choice);
    flags[choice.id] &= ~(VALID | CHOICE_PENDING);
  }

  /** A choice decides about its member. */
  void decide(Symbol member, byte decided) {
    value[member.id] = decided;
    flags[member.id] |= VALID | WRITE;
  }

  /** The member that a choice takes when nobody chose; null when none is visible. */
  Symbol choiceDefault(Symbol choice, MenuNode node) {
    return choices.fallback(choice, node);
  }

  void calculateVisibility(Symbol symbol) {
    int id = symbol.id;
    boolean single =
        dialect.choicesAreSymbols() && symbol.choiceValue && symbol.type == SymbolType.TRISTATE;
    byte tri = N;
    for (Property prompt : symbol.prompts) {
      byte shown = evaluate(prompt.condition);
      if (single && shown == M && value[symbol.choiceNode.symbol.id] == Y) {
        shown = N;
      }
      tri = max(tri, shown);
    }
    if (tri == M && (symbol.type != SymbolType.TRISTATE || modulesValue == N)) {
      tri = Y;
    }
    visible[id] = tri;
    if (symbol.choiceValue) {
      return;
    }
    depends[id] = rounded(symbol, evaluate(symbol.directDependency));
    selected[id] = symbol.selectedBy == null ? N : rounded(symbol, evaluate(symbol.selectedBy));
    implied[id] = symbol.impliedBy == null ? N : rounded(symbol, evaluate(symbol.impliedBy));
  }

  private byte rounded(Symbol symbol, byte tri) {
    return tri == M && effectiveType(symbol) == SymbolType.BOOL ? Y : tri;
  }

  private byte logicValue(Symbol symbol) {
    byte result;
    if (dialect.choicesAreSymbols()) {
      if (symbol.choiceValue && visible[symbol.id] == Y) {
        result = chosen[symbol.choiceNode.symbol.id] == symbol ? Y : N;
      } else {
        result = plainValue(symbol);
      }
    } else if (symbol.choiceNode != null) {
      choices.calculate(symbol.choiceNode);
      result = value[symbol.id];
    } else {
      result = plainValue(symbol);
    }
    return rounded(symbol, result);
  }

  private byte plainValue(Symbol symbol) {
    int id = symbol.id;
    boolean free = visible[id] != N || symbol.transitional;
    if (free && user.isSet(symbol)) {
      byte limit = symbol.transitional ? Y : visible[id];
      return max(min(user.value(symbol), limit), selected[id]);
    }
    if (selected[id] != N) {
      flags[id] |= WRITE;
    }
    byte result = N;
    if (!symbol.choice) {
      Property chosenDefault = defaultOf(symbol);
      if (chosenDefault != null) {
        byte applies = evaluate(chosenDefault.condition);
        result = min(evaluate(chosenDefault.value), applies);
        if (result != N) {
          flags[id] |= WRITE;
        }
      }
      if (implied[id] != N) {
        flags[id] |= WRITE;
        result = min(max(result, implied[id]), depends[id]);
      }
    }
    return max(result, selected[id]);
  }

  private String textValue(Symbol symbol) {
    int id = symbol.id;
    if ((visible[id] != N || symbol.transitional) && user.isSet(symbol)) {
      return user.text(symbol);
    }
    Property chosenDefault = defaultOf(symbol);
    if (chosenDefault != null) {
      Symbol target = chosenDefault.targetSymbol();
      if (target != null) {
        flags[id] |= WRITE;
        calculate(target);
        return textOf(target);
      }
    }
    return text[id];
  }

  /**
   * The text behind a value: even a logic symbol has one, which stays n unless it is a constant.
   */
  String textOf(Symbol symbol) {
    if (symbol.id <= 2) {
      return symbol.name;
    }
    return symbol.type.isLogic() ? "n" : text[symbol.id];
  }

  /** The first default that applies; null when none does. */
  Property defaultOf(Symbol symbol) {
    for (Property property : symbol.defaults) {
      if (evaluate(property.condition) != N) {
        return property;
      }
    }
    return null;
  }

  /** The first range that applies; null when none does. */
  Property rangeOf(Symbol symbol) {
    for (Property property : symbol.ranges) {
      if (evaluate(property.condition) != N) {
        return property;
      }
    }
    return null;
  }

  long bound(Symbol bound, int base) {
    calculate(bound);
    int own = bound.type == SymbolType.INT ? 10 : bound.type == SymbolType.HEX ? 16 : base;
    return Numbers.parse(orEmpty(textOf(bound)), own).value();
  }

  private void limitToRange(Symbol symbol) {
    if (symbol.type == SymbolType.STRING) {
      return;
    }
    Property range = rangeOf(symbol);
    if (range == null) {
      return;
    }
    int base = symbol.type == SymbolType.INT ? 10 : 16;
    long number = Numbers.parse(orEmpty(text[symbol.id]), base).value();
    Symbol violated = range.low;
    if (number >= bound(range.low, base)) {
      violated = range.high;
      if (number <= bound(range.high, base)) {
        return;
      }
    }
    text[symbol.id] = textOf(violated);
  }

  // Menus

  /** Whether a menu or comment is shown. Entries with a symbol are not asked for. */
  boolean isShown(MenuNode menu) {
    return menu.prompt != null
        && (menu.visibility == null || evaluate(menu.visibility) != N)
        && evaluate(menu.prompt.condition) != N;
  }
}
