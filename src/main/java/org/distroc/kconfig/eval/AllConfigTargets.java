package org.distroc.kconfig.eval;

import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Tristate;

/** What allnoconfig, allyesconfig, allmodconfig and defconfig do to options without a value. */
final class AllConfigTargets {
  private AllConfigTargets() {}

  /** Gives each a value; null leaves them to their defaults. */
  static void set(Evaluation evaluation, Tristate value) {
    byte user = (byte) (value == null ? 0 : value.ordinal());
    if (evaluation.dialect.choicesAreSymbols()) {
      setOld(evaluation, value != null, user);
    } else {
      setNew(evaluation, value != null, user);
    }
  }

  private static void setNew(Evaluation evaluation, boolean any, byte user) {
    MenuNode root = evaluation.model.root();
    for (MenuNode node = root.firstChild(); any && node != null; node = node.following(root)) {
      Symbol symbol = node.symbolOrNull();
      boolean free =
          symbol != null && node.promptOrNull() != null && !evaluation.user.isSet(symbol);
      if (free && symbol.type().isLogic() && !symbol.isChoiceValue() && !symbol.isChoice()) {
        evaluation.user.set(symbol, user);
      }
    }
    evaluation.invalidate();
  }

  private static void setOld(Evaluation evaluation, boolean any, byte user) {
    Symbol[] symbols = evaluation.model.hashOrder();
    for (Symbol symbol : symbols) {
      boolean free = any && !evaluation.user.isSet(symbol) && !evaluation.isValid(symbol);
      if (free && symbol.type().isLogic()) {
        evaluation.user.set(symbol, user);
      }
    }
    evaluation.invalidate();
    for (Symbol symbol : symbols) {
      if (symbol.isChoice() && !evaluation.user.isSet(symbol) || symbol.isChoiceValue()) {
        evaluation.markChoicePending(symbol);
      }
    }
    for (Symbol symbol : symbols) {
      if (symbol.isChoice() && !evaluation.user.isSet(symbol)) {
        evaluation.calculate(symbol);
        evaluation.settleChoice(symbol);
      }
    }
  }
}
