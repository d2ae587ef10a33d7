package org.distroc.kconfig.eval;

import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.CNumbers;
import org.distroc.kconfig.value.SymbolType;

/** The ranges of int and hex symbols in one evaluation. */
public final class SymbolRanges {
  private final Evaluation evaluation;

  SymbolRanges(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** The first range that applies; null when none does. */
  public Property of(Symbol symbol) {
    for (Property property : symbol.ranges()) {
      if (evaluation.evaluate(property.conditionOrNull()) != Evaluation.N) {
        return property;
      }
    }
    return null;
  }

  /** The bound that a number is beyond; null when it is within, or no range applies. */
  public Symbol violated(Symbol symbol, String number) {
    Property range = symbol.type() == SymbolType.STRING ? null : of(symbol);
    if (range == null) {
      return null;
    }
    int base = symbol.type() == SymbolType.INT ? 10 : 16;
    long value = CNumbers.parse(Evaluation.orEmpty(number), base).value();
    if (value < bound(range.lowOrNull(), base)) {
      return range.lowOrNull();
    }
    return value > bound(range.highOrNull(), base) ? range.highOrNull() : null;
  }

  private long bound(Symbol bound, int base) {
    evaluation.calculate(bound);
    int own = bound.type() == SymbolType.INT ? 10 : bound.type() == SymbolType.HEX ? 16 : base;
    return CNumbers.parse(Evaluation.orEmpty(evaluation.textOf(bound)), own).value();
  }
}
