package org.distroc.kconfig.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Symbol;

/** What a user set, by symbol: in a file, or all at once as allnoconfig does. */
final class UserSettings {
  private final boolean choicesAreSymbols;
  private final boolean[] set;
  private final byte[] value;
  private final String[] text;

  /** Older kernels: the member that was chosen, by choice. */
  private final Symbol[] chosen;

  /** Newer kernels: the members of each choice that was touched, those set last first. */
  private final Map<MenuNode, LinkedList<Symbol>> orders = new HashMap<>();

  UserSettings(int symbols, boolean choicesAreSymbols) {
    this.choicesAreSymbols = choicesAreSymbols;
    set = new boolean[symbols];
    value = new byte[symbols];
    text = new String[symbols];
    chosen = new Symbol[symbols];
  }

  boolean isSet(Symbol symbol) {
    return set[symbol.id()];
  }

  byte value(Symbol symbol) {
    return value[symbol.id()];
  }

  String text(Symbol symbol) {
    return text[symbol.id()];
  }

  Symbol chosen(Symbol choice) {
    return chosen[choice.id()];
  }

  void set(Symbol symbol, byte given) {
    value[symbol.id()] = given;
    set[symbol.id()] = true;
  }

  void set(Symbol symbol, String given) {
    text[symbol.id()] = given;
    set[symbol.id()] = true;
  }

  /**
   * Older kernels: what is known about a choice from its members; it does not count as set by it.
   */
  void note(Symbol choice, byte given) {
    value[choice.id()] = given;
  }

  void choose(Symbol choice, Symbol member) {
    chosen[choice.id()] = member;
  }

  void unset(Symbol symbol) {
    set[symbol.id()] = false;
  }

  /** Nothing is set any more; in older kernels reading a file sets every choice. */
  void forget(List<Symbol> symbols) {
    Arrays.fill(set, false);
    Arrays.fill(value, Evaluation.N);
    Arrays.fill(text, null);
    Arrays.fill(chosen, null);
    if (choicesAreSymbols) {
      symbols.forEach(symbol -> set[symbol.id()] = symbol.isChoice());
    }
  }

  /** Older kernels: the choice is set, and its members that are not will be n. */
  void settle(Symbol choice) {
    for (Symbol member : choice.choiceMembers()) {
      if (!set[member.id()]) {
        value[member.id()] = Evaluation.N;
      }
    }
    set[choice.id()] = true;
  }

  /** Newer kernels: among the members of a choice the one set last comes first. */
  void prefer(Symbol member) {
    if (!choicesAreSymbols && member.choiceNodeOrNull() != null) {
      LinkedList<Symbol> order =
          orders.computeIfAbsent(member.choiceNodeOrNull(), UserSettings::members);
      order.remove(member);
      order.addFirst(member);
    }
  }

  /** The members of a choice, those set last first, then the others as the file has them. */
  List<Symbol> inOrder(MenuNode choice) {
    List<Symbol> order = orders.get(choice);
    return order == null ? choice.choiceMembers() : order;
  }

  private static LinkedList<Symbol> members(MenuNode choice) {
    return new LinkedList<>(choice.choiceMembers());
  }
}
