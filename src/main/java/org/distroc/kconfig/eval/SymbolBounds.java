package org.distroc.kconfig.eval;

import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.SymbolType;

/**
 * The bounds of each symbol: how high its prompts let a user set it, how high its dependencies let
 * it go by default, and the minimum that selects and implies give it.
 */
final class SymbolBounds {
  private final Evaluation evaluation;
  private final ExprEvaluator exprs;
  private final byte[] visible;
  private final byte[] depends;
  private final byte[] selected;
  private final byte[] implied;

  SymbolBounds(Evaluation evaluation, ExprEvaluator exprs, int symbols) {
    this.evaluation = evaluation;
    this.exprs = exprs;
    visible = new byte[symbols];
    depends = new byte[symbols];
    selected = new byte[symbols];
    implied = new byte[symbols];
  }

  byte visible(Symbol symbol) {
    return visible[symbol.id()];
  }

  byte depends(Symbol symbol) {
    return depends[symbol.id()];
  }

  byte selected(Symbol symbol) {
    return selected[symbol.id()];
  }

  byte implied(Symbol symbol) {
    return implied[symbol.id()];
  }

  /** Computes them for one symbol. */
  void calculate(Symbol symbol) {
    int id = symbol.id();
    visible[id] = prompted(symbol);
    if (symbol.isChoiceValue()) {
      return;
    }
    byte direct = exprs.ifKnown(symbol.boundId(0));
    depends[id] = rounded(symbol, direct < 0 ? exprs.of(symbol.directDependencyOrNull()) : direct);
    selected[id] = given(symbol, symbol.boundId(1), symbol.selectedByOrNull());
    implied[id] = given(symbol, symbol.boundId(2), symbol.impliedByOrNull());
  }

  private byte prompted(Symbol symbol) {
    boolean inChoice =
        symbol.isChoiceValue()
            && symbol.type() == SymbolType.TRISTATE
            && evaluation.dialect.choicesAreSymbols();
    byte highest = Evaluation.N;
    for (int i = 3; i < symbol.boundCount(); i++) {
      byte shown = exprs.ifKnown(symbol.boundId(i));
      if (shown < 0) {
        shown = exprs.of(symbol.prompts().get(i - 3).conditionOrNull());
      }
      if (inChoice && shown == Evaluation.M && chosenForGood(symbol)) {
        shown = Evaluation.N;
      }
      highest = Evaluation.max(highest, shown);
    }
    boolean twoValues = symbol.type() != SymbolType.TRISTATE || !evaluation.hasModules();
    return highest == Evaluation.M && twoValues ? Evaluation.Y : highest;
  }

  /** Whether one member of its choice is y, so that the others cannot be m. */
  private boolean chosenForGood(Symbol member) {
    return evaluation.tri(member.choiceNodeOrNull().symbolOrNull()) == Evaluation.Y;
  }

  private byte given(Symbol symbol, int id, Expr by) {
    if (id < 0) {
      return Evaluation.N;
    }
    byte value = exprs.ifKnown(id);
    return rounded(symbol, value < 0 ? exprs.of(by) : value);
  }

  /** Rounds m up to y for a type without m. */
  byte rounded(Symbol symbol, byte tri) {
    return tri == Evaluation.M && type(symbol) == SymbolType.BOOL ? Evaluation.Y : tri;
  }

  /** A tristate without modules, or in a choice that is y, is as good as a bool. */
  private SymbolType type(Symbol symbol) {
    if (symbol.type() != SymbolType.TRISTATE) {
      return symbol.type();
    }
    boolean single =
        evaluation.dialect.choicesAreSymbols()
            && symbol.isChoiceValue()
            && visible[symbol.id()] == Evaluation.Y;
    return single || !evaluation.hasModules() ? SymbolType.BOOL : SymbolType.TRISTATE;
  }
}
