package org.distroc.kconfig;

/** The ranges of int and hex symbols in one evaluation. */
final class SymbolRanges {
  private final Evaluation evaluation;

  SymbolRanges(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** The first range that applies; null when none does. */
  Property of(Symbol symbol) {
    for (Property property : symbol.ranges) {
      if (evaluation.evaluate(property.condition) != Evaluation.N) {
        return property;
      }
    }
    return null;
  }

  /** The bound that a number is beyond; null when it lies within, or no range applies. */
  Symbol violated(Symbol symbol, String number) {
    Property range = symbol.type == SymbolType.STRING ? null : of(symbol);
    if (range == null) {
      return null;
    }
    int base = symbol.type == SymbolType.INT ? 10 : 16;
    long value = CNumbers.parse(ConfigValues.orEmpty(number), base).value();
    if (value < bound(range.low, base)) {
      return range.low;
    }
    return value > bound(range.high, base) ? range.high : null;
  }

  private long bound(Symbol bound, int base) {
    evaluation.calculate(bound);
    int own = bound.type == SymbolType.INT ? 10 : bound.type == SymbolType.HEX ? 16 : base;
    return CNumbers.parse(ConfigValues.orEmpty(evaluation.textOf(bound)), own).value();
  }
}
