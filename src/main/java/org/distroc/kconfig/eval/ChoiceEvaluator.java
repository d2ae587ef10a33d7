package org.distroc.kconfig.eval;

import java.util.List;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;

/** Decides which member of a choice is y. */
final class ChoiceEvaluator {
  private final Evaluation evaluation;
  private final UserSettings user;

  ChoiceEvaluator(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.user = evaluation.user;
  }

  private boolean isVisible(Symbol symbol) {
    return evaluation.visibility(symbol) != Evaluation.N;
  }

  /** Older kernels: the member of a choice that is y; null when none is visible. */
  Symbol choose(Symbol choice) {
    boolean allSet = true;
    for (Symbol member : choice.choiceMembers()) {
      evaluation.calculateVisibility(member);
      if (isVisible(member)) {
        allSet &= user.isSet(member);
      }
    }
    if (!allSet) {
      // So that a member which became visible since the file was written counts as new.
      user.unset(choice);
    }
    Symbol wanted = user.chosen(choice);
    return wanted != null && isVisible(wanted) ? wanted : fallback(choice, null);
  }

  /**
   * The member that a choice takes by default; null when none is visible.
   *
   * @param node the block of the choice, for newer kernels
   */
  Symbol fallback(Symbol choice, MenuNode node) {
    for (Property property : choice.defaults()) {
      if (evaluation.evaluate(property.conditionOrNull()) != Evaluation.N) {
        Symbol target = property.targetOrNull();
        if (isVisible(target)) {
          return target;
        }
      }
    }
    if (node == null) {
      return choice.choiceMembers().stream().filter(this::isVisible).findFirst().orElse(null);
    }
    for (MenuNode sub = node.following(node); sub != null; sub = sub.following(node)) {
      if (sub.symbolOrNull() != null && isVisible(sub.symbolOrNull())) {
        return sub.symbolOrNull();
      }
    }
    return null;
  }

  /** Newer kernels: gives every visible member its value. */
  void calculate(MenuNode choice) {
    Symbol result = wanted(choice);
    if (result == null) {
      result = fallback(choice.symbolOrNull(), choice);
      if (result != null && user.isSet(result) && user.value(result) == Evaluation.N) {
        result = null;
      }
    }
    if (result == null) {
      result = firstUnset(choice);
    }
    if (result == null) {
      result = leastRefused(choice);
    }
    for (MenuNode sub = choice.following(choice); sub != null; sub = sub.following(choice)) {
      if (sub.symbolOrNull() != null && isVisible(sub.symbolOrNull())) {
        evaluation.decide(
            sub.symbolOrNull(), sub.symbolOrNull() == result ? Evaluation.Y : Evaluation.N);
      }
    }
  }

  private Symbol wanted(MenuNode choice) {
    for (Symbol member : user.inOrder(choice)) {
      evaluation.calculateVisibility(member);
      if (isVisible(member) && user.isSet(member) && user.value(member) == Evaluation.Y) {
        return member;
      }
    }
    return null;
  }

  private Symbol firstUnset(MenuNode choice) {
    for (MenuNode sub = choice.following(choice); sub != null; sub = sub.following(choice)) {
      if (sub.symbolOrNull() != null
          && isVisible(sub.symbolOrNull())
          && !user.isSet(sub.symbolOrNull())) {
        return sub.symbolOrNull();
      }
    }
    return null;
  }

  /** When all are set to n: the first that was. */
  private Symbol leastRefused(MenuNode choice) {
    List<Symbol> order = user.inOrder(choice);
    for (int i = order.size() - 1; i >= 0; i--) {
      if (isVisible(order.get(i))) {
        return order.get(i);
      }
    }
    return null;
  }
}
