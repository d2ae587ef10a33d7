package org.distroc.kconfig;

/**
 * What the rest of a tree lets each symbol be: how high its prompts let a user set it, how high its
 * dependencies let it go by itself, and how low selects and implies let it stay.
 */
final class Bounds {
  private final Evaluation evaluation;
  private final byte[] visible;
  private final byte[] depends;
  private final byte[] selected;
  private final byte[] implied;

  Bounds(Evaluation evaluation, int symbols) {
    this.evaluation = evaluation;
    visible = new byte[symbols];
    depends = new byte[symbols];
    selected = new byte[symbols];
    implied = new byte[symbols];
  }

  byte visible(Symbol symbol) {
    return visible[symbol.id];
  }

  byte depends(Symbol symbol) {
    return depends[symbol.id];
  }

  byte selected(Symbol symbol) {
    return selected[symbol.id];
  }

  byte implied(Symbol symbol) {
    return implied[symbol.id];
  }

  /** Brings them up to date for one symbol. */
  void calculate(Symbol symbol) {
    int id = symbol.id;
    visible[id] = prompted(symbol);
    if (symbol.choiceValue) {
      return;
    }
    depends[id] = rounded(symbol, evaluation.evaluate(symbol.directDependency));
    selected[id] = given(symbol, symbol.selectedBy);
    implied[id] = given(symbol, symbol.impliedBy);
  }

  private byte prompted(Symbol symbol) {
    boolean inChoice =
        evaluation.dialect.choicesAreSymbols()
            && symbol.choiceValue
            && symbol.type == SymbolType.TRISTATE;
    byte highest = Evaluation.N;
    for (Property prompt : symbol.prompts) {
      byte shown = evaluation.evaluate(prompt.condition);
      if (inChoice && shown == Evaluation.M && chosenForGood(symbol)) {
        shown = Evaluation.N;
      }
      highest = Evaluation.max(highest, shown);
    }
    boolean twoValues = symbol.type != SymbolType.TRISTATE || !evaluation.hasModules();
    return highest == Evaluation.M && twoValues ? Evaluation.Y : highest;
  }

  /** Whether one member of its choice is y, so that the others cannot be m. */
  private boolean chosenForGood(Symbol member) {
    return evaluation.tri(member.choiceNode.symbol) == Evaluation.Y;
  }

  private byte given(Symbol symbol, Expr by) {
    return by == null ? Evaluation.N : rounded(symbol, evaluation.evaluate(by));
  }

  /** What has no m takes y for it. */
  byte rounded(Symbol symbol, byte tri) {
    return tri == Evaluation.M && type(symbol) == SymbolType.BOOL ? Evaluation.Y : tri;
  }

  /** A tristate without modules, or in a choice that is y, is as good as a bool. */
  private SymbolType type(Symbol symbol) {
    if (symbol.type != SymbolType.TRISTATE) {
      return symbol.type;
    }
    boolean single =
        evaluation.dialect.choicesAreSymbols()
            && symbol.choiceValue
            && visible[symbol.id] == Evaluation.Y;
    return single || !evaluation.hasModules() ? SymbolType.BOOL : SymbolType.TRISTATE;
  }
}
