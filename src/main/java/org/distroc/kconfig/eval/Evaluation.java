package org.distroc.kconfig.eval;

import org.distroc.kconfig.model.Dialect;
import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.SymbolType;

/**
 * The values of all symbols of one tree, computed on demand from what the user set, step by step as
 * {@code conf} does. The order of these steps is part of the result where options depend on each
 * other in ways that the language does not forbid, so it is kept even where it looks odd.
 *
 * <p>Values are bytes 0, 1, 2 for n, m, y. One evaluation belongs to one thread.
 */
public final class Evaluation {
  /** No: not built. */
  public static final byte N = 0;

  /** Module. */
  public static final byte M = 1;

  /** Yes: built in. */
  public static final byte Y = 2;

  /** y, m and n are the first symbols, and always up to date. */
  private static final int CONSTANTS = 3;

  /** The value is up to date. */
  private static final int VALID = 1;

  /** The option appears in a written file. */
  private static final int WRITE = 2;

  /** The value is being computed, and the interim value may still change. */
  private static final int IN_PROGRESS = 4;

  /** Older kernels, all-yes and the like: the members of the choice wait for their values. */
  private static final int CHOICE_PENDING = 8;

  final KconfigModel model;
  final Dialect dialect;
  private final Symbol modules;
  private byte modulesValue = N;

  private final int[] flags;
  private final byte[] value;
  private final String[] text;
  final UserSettings user;
  private final ChoiceEvaluator choices;

  /** Older kernels: the member that a choice chose. */
  private final Symbol[] chosen;

  private final SymbolBounds bounds;
  private final ExprEvaluator exprs;
  final SymbolRanges ranges;

  /** Whether something differs from the file that was read; then nothing is recomputed. */
  boolean changed = true;

  private int depth;

  Evaluation(KconfigModel model) {
    this.model = model;
    this.dialect = model.dialect();
    this.modules = model.modules();
    int count = model.symbols().all().size();
    flags = new int[count];
    value = new byte[count];
    text = new String[count];
    user = new UserSettings(count, dialect.choicesAreSymbols());
    choices = new ChoiceEvaluator(this);
    chosen = new Symbol[count];
    exprs = new ExprEvaluator(this, model.expressions());
    bounds = new SymbolBounds(this, exprs, count);
    ranges = new SymbolRanges(this);
    byte[] logic = {Y, M, N};
    for (Symbol constant : model.symbols().all().subList(0, CONSTANTS)) {
      flags[constant.id()] = VALID;
      value[constant.id()] = logic[constant.id()];
      text[constant.id()] = constant.rawName();
    }
  }

  void markChoicePending(Symbol symbol) {
    flags[symbol.id()] |= CHOICE_PENDING;
  }

  boolean isValid(Symbol symbol) {
    return (flags[symbol.id()] & VALID) != 0;
  }

  /** Drops the user's values and everything computed before a file is read. */
  void startReading() {
    user.forget(model.symbols().all());
    forgetValues();
  }

  /** Invalidates everything; whether there are modules is recomputed at once. */
  void invalidate() {
    forgetValues();
    changed = true;
    calculate(modules);
  }

  private void forgetValues() {
    for (int id = CONSTANTS; id < flags.length; id++) {
      flags[id] &= ~VALID;
    }
    exprs.forget();
  }

  void invalidate(Symbol symbol) {
    flags[symbol.id()] &= ~VALID;
    exprs.forgetEarlier();
  }

  boolean isInProgress(Symbol symbol) {
    return (flags[symbol.id()] & IN_PROGRESS) != 0;
  }

  // Results

  /** The value of a logic symbol that was {@link #calculate}d. */
  public byte tri(Symbol symbol) {
    return value[symbol.id()];
  }

  /** The highest value that a user may set; call {@link #calculateVisibility} first. */
  public byte visibility(Symbol symbol) {
    return bounds.visible(symbol);
  }

  /** The least value that selects leave it; call {@link #calculateVisibility} first. */
  public byte selectedBy(Symbol symbol) {
    return bounds.selected(symbol);
  }

  byte impliedBy(Symbol symbol) {
    return bounds.implied(symbol);
  }

  /** Whether a file or a fragment sets the option. */
  public boolean isSetByUser(Symbol symbol) {
    return user.isSet(symbol);
  }

  /** The ranges of numbers, with the values of this evaluation. */
  public SymbolRanges ranges() {
    return ranges;
  }

  boolean isWritten(Symbol symbol) {
    return (flags[symbol.id()] & WRITE) != 0;
  }

  void clearWritten(Symbol symbol) {
    flags[symbol.id()] &= ~WRITE;
  }

  /** Whether the kernel has modules. */
  public boolean hasModules() {
    return modulesValue != N;
  }

  static byte min(byte a, byte b) {
    return a < b ? a : b;
  }

  static byte max(byte a, byte b) {
    return a > b ? a : b;
  }

  /** {@code n}, {@code m} or {@code y}. */
  public static String letter(byte tri) {
    return tri == Y ? "y" : tri == M ? "m" : "n";
  }

  static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  /** The value as it is compared and written; y, m or n for logic types. */
  String string(Symbol symbol) {
    return symbol.type().isLogic() ? letter(value[symbol.id()]) : text[symbol.id()];
  }

  boolean isChangeable(Symbol symbol) {
    return !(symbol.isChoice() && !dialect.choicesAreSymbols())
        && visibility(symbol) > selectedBy(symbol);
  }

  // Steps

  /** The value of an expression; null is y. */
  public byte evaluate(Expr e) {
    return exprs.of(e);
  }

  /** Descends one level of dependencies. */
  void enter() {
    if (++depth >= KconfigLimits.EVALUATION_DEPTH) {
      KconfigLimits.check(false, "options that depend on one another");
    }
  }

  void leave() {
    depth--;
  }

  /** Computes the value of a symbol unless it is up to date. */
  public void calculate(Symbol symbol) {
    int id = symbol.id();
    if ((flags[id] & VALID) != 0) {
      return;
    }
    enter();
    if (symbol.isChoiceValue() && (flags[id] & CHOICE_PENDING) != 0) {
      flags[id] &= ~CHOICE_PENDING;
      calculate(symbol.choiceNodeOrNull().symbolOrNull());
    }
    flags[id] |= VALID | IN_PROGRESS;
    if (symbol.type() == SymbolType.UNKNOWN) {
      text[id] = symbol.rawName();
      value[id] = N;
    } else {
      calculateTyped(symbol);
    }
    flags[id] &= ~IN_PROGRESS;
    leave();
  }

  private void calculateTyped(Symbol symbol) {
    int id = symbol.id();
    flags[id] &= ~WRITE;
    calculateVisibility(symbol);
    if (visibility(symbol) != N) {
      flags[id] |= WRITE;
    }
    // The interim value, for symbols that depend on this one in a cycle.
    value[id] = N;
    text[id] = initialText(symbol.type());
    chosen[id] = null;
    if (symbol.type().isLogic()) {
      value[id] = logicValue(symbol);
    } else {
      text[id] = textValue(symbol);
      Symbol bound = ranges.violated(symbol, text[id]);
      if (bound != null) {
        text[id] = textOf(bound);
      }
    }
    if (symbol.isChoice() && dialect.choicesAreSymbols() && value[id] == Y) {
      chosen[id] = choices.choose(symbol);
      if (chosen[id] == null) {
        value[id] = N;
      }
    }
    if (symbol == modules) {
      modulesValue = value[id];
    }
    finishChoice(symbol);
    if (symbol.isTransitional()) {
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
    int id = symbol.id();
    if (symbol.isChoice() && dialect.choicesAreSymbols()) {
      for (Symbol member : symbol.choiceMembers()) {
        if ((flags[id] & WRITE) != 0 && visibility(member) != N) {
          flags[member.id()] |= WRITE;
        }
      }
    }
    if (symbol.isChoice()) {
      flags[id] &= ~WRITE;
    }
    if ((flags[id] & CHOICE_PENDING) != 0) {
      settleChoice(symbol);
    }
  }

  /** Older kernels: members of a choice that are not set are n. */
  void settleChoice(Symbol choice) {
    user.settle(choice);
    flags[choice.id()] &= ~(VALID | CHOICE_PENDING);
    exprs.forgetEarlier();
  }

  /** Sets the value of a member as its choice decided. */
  void decide(Symbol member, byte decided) {
    if (isValid(member) && value[member.id()] != decided) {
      exprs.forgetEarlier();
    }
    value[member.id()] = decided;
    flags[member.id()] |= VALID | WRITE;
  }

  /** The default member of a choice; null when none is visible. */
  Symbol choiceDefault(Symbol choice, MenuNode node) {
    return choices.fallback(choice, node);
  }

  /** Updates the visibility and the other bounds of a symbol, not its value. */
  public void calculateVisibility(Symbol symbol) {
    bounds.calculate(symbol);
  }

  private byte logicValue(Symbol symbol) {
    byte result;
    if (dialect.choicesAreSymbols()) {
      if (symbol.isChoiceValue() && visibility(symbol) == Y) {
        result = chosen[symbol.choiceNodeOrNull().symbolOrNull().id()] == symbol ? Y : N;
      } else {
        result = plainValue(symbol);
      }
    } else if (symbol.choiceNodeOrNull() != null) {
      choices.calculate(symbol.choiceNodeOrNull());
      result = value[symbol.id()];
    } else {
      result = plainValue(symbol);
    }
    return bounds.rounded(symbol, result);
  }

  private byte plainValue(Symbol symbol) {
    boolean free = visibility(symbol) != N || symbol.isTransitional();
    if (free && user.isSet(symbol)) {
      byte limit = symbol.isTransitional() ? Y : visibility(symbol);
      return max(min(user.value(symbol), limit), selectedBy(symbol));
    }
    if (selectedBy(symbol) != N) {
      flags[symbol.id()] |= WRITE;
    }
    byte own = symbol.isChoice() ? N : ownValue(symbol);
    return max(own, selectedBy(symbol));
  }

  /** Its value by defaults and implies. */
  private byte ownValue(Symbol symbol) {
    byte result = N;
    Property chosenDefault = defaultOf(symbol);
    if (chosenDefault != null) {
      byte applies = evaluate(chosenDefault.conditionOrNull());
      result = min(evaluate(chosenDefault.valueOrNull()), applies);
      if (result != N) {
        flags[symbol.id()] |= WRITE;
      }
    }
    if (impliedBy(symbol) != N) {
      flags[symbol.id()] |= WRITE;
      result = min(max(result, impliedBy(symbol)), bounds.depends(symbol));
    }
    return result;
  }

  private String textValue(Symbol symbol) {
    int id = symbol.id();
    if ((visibility(symbol) != N || symbol.isTransitional()) && user.isSet(symbol)) {
      return user.text(symbol);
    }
    Property chosenDefault = defaultOf(symbol);
    if (chosenDefault != null) {
      Symbol target = chosenDefault.targetOrNull();
      if (target != null) {
        flags[id] |= WRITE;
        calculate(target);
        return textOf(target);
      }
    }
    return text[id];
  }

  /** The text of a value: even a logic symbol has one, always n unless it is a constant. */
  String textOf(Symbol symbol) {
    if (symbol.id() <= 2) {
      return symbol.rawName();
    }
    return symbol.type().isLogic() ? "n" : text[symbol.id()];
  }

  /** The first default that applies; null when none does. */
  public Property defaultOf(Symbol symbol) {
    for (Property property : symbol.defaults()) {
      if (evaluate(property.conditionOrNull()) != N) {
        return property;
      }
    }
    return null;
  }

  /** Whether a menu or comment is shown. Only for entries without a symbol. */
  boolean isShown(MenuNode menu) {
    return menu.promptOrNull() != null
        && (menu.visibilityOrNull() == null || evaluate(menu.visibilityOrNull()) != N)
        && evaluate(menu.promptOrNull().conditionOrNull()) != N;
  }
}
