package org.distroc.kconfig;

/** What allnoconfig, allyesconfig, allmodconfig and defconfig do to options that nobody set. */
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
    MenuNode root = evaluation.tree.root();
    for (MenuNode node = root.list; any && node != null; node = node.following(root)) {
      Symbol symbol = node.symbol;
      boolean free = symbol != null && node.prompt != null && !evaluation.user.isSet(symbol);
      if (free && symbol.type.isLogic() && !symbol.choiceValue && !symbol.choice) {
        evaluation.user.set(symbol, user);
      }
    }
    evaluation.invalidate();
  }

  private static void setOld(Evaluation evaluation, boolean any, byte user) {
    Symbol[] symbols = evaluation.tree.hashOrder();
    for (Symbol symbol : symbols) {
      boolean free = any && !evaluation.user.isSet(symbol) && !evaluation.isValid(symbol);
      if (free && symbol.type.isLogic()) {
        evaluation.user.set(symbol, user);
      }
    }
    evaluation.invalidate();
    for (Symbol symbol : symbols) {
      if (symbol.choice && !evaluation.user.isSet(symbol) || symbol.choiceValue) {
        evaluation.markChoicePending(symbol);
      }
    }
    for (Symbol symbol : symbols) {
      if (symbol.choice && !evaluation.user.isSet(symbol)) {
        evaluation.calculate(symbol);
        evaluation.settleChoice(symbol);
      }
    }
  }
}
