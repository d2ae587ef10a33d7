package org.distroc.kconfig.model;

import org.distroc.diag.Code;
import org.distroc.kconfig.model.Property.Kind;
import org.distroc.kconfig.model.Simplifier.Pair;
import org.distroc.kconfig.value.SymbolType;

/**
 * Turns the tree as written into the tree as used: dependencies of blocks go down to their entries,
 * selects go to what they select, {@code if} blocks disappear, and entries that depend on the one
 * before them become its submenu.
 */
final class MenuFinalizer {
  private final MenuBuilder menu;
  private final ExprFactory exprs;
  private final Simplifier simplifier;
  private final TreeDiagnostics problems;
  private final boolean choicesAreSymbols;
  private final Symbol modules;

  MenuFinalizer(MenuBuilder menu, Simplifier simplifier, Symbol modules, TreeDiagnostics problems) {
    this.menu = menu;
    this.exprs = menu.exprs;
    this.simplifier = simplifier;
    this.modules = modules;
    this.problems = problems;
    this.choicesAreSymbols = menu.dialect.choicesAreSymbols();
  }

  void run() {
    finish(menu.root, false);
    for (Symbol symbol : menu.symbols.all()) {
      symbol.seal();
    }
    if (!choicesAreSymbols) {
      for (Symbol symbol : menu.symbols.all()) {
        symbol.choiceNode = choiceAround(symbol);
      }
    }
  }

  private void finish(MenuNode parent, boolean insideChoice) {
    Symbol symbol = parent.symbol;
    if (parent.list != null) {
      boolean choice = parent.isChoice();
      if (choice && choicesAreSymbols) {
        shareType(parent);
      }
      Expr above = choice && choicesAreSymbols ? exprs.ref(symbol) : parent.dependency;
      for (MenuNode child = parent.list; child != null; child = child.next) {
        inherit(child, above);
      }
      for (MenuNode child = parent.list; child != null; child = child.next) {
        finish(child, choice);
      }
    } else if (symbol != null && (choicesAreSymbols || !insideChoice)) {
      makeSubmenu(parent);
      symbol.directDependency = exprs.or(symbol.directDependency, parent.dependency);
    }
    for (MenuNode child = parent.list; child != null; child = child.next) {
      if (choicesAreSymbols && parent.isChoice()) {
        joinChoice(parent, child);
      }
      flatten(parent, child);
    }
    if (symbol != null) {
      check(parent);
      if (choicesAreSymbols && symbol.choice && !symbol.optional && parent.prompt != null) {
        // As if something selected the choice: it cannot be n while it is visible.
        Expr visible = exprs.and(parent.prompt.condition, exprs.mod);
        symbol.selectedBy = exprs.or(symbol.selectedBy, visible);
      }
    }
  }

  /** Older kernels: a choice takes its type from a member, and gives it to the others. */
  private void shareType(MenuNode choice) {
    if (choice.symbol.type == SymbolType.UNKNOWN) {
      for (MenuNode child = choice.list; child != null; child = child.next) {
        if (child.symbol != null && child.symbol.type != SymbolType.UNKNOWN) {
          choice.symbol.type = child.symbol.type;
          simplifier.forget();
          break;
        }
      }
    }
    for (MenuNode child = choice.list; child != null; child = child.next) {
      if (child.symbol != null && child.symbol.type == SymbolType.UNKNOWN) {
        child.symbol.type = choice.symbol.type;
        simplifier.forget();
      }
    }
  }

  /** Puts what is above an entry before its own dependency, and that before each property's. */
  private void inherit(MenuNode node, Expr above) {
    node.dependency = joined(above, node.dependency);
    if (node.symbol == null) {
      if (node.prompt != null) {
        node.prompt.condition = joined(node.dependency, node.prompt.condition);
      }
      return;
    }
    for (Property property : node.symbol.properties) {
      if (property.node != node) {
        continue;
      }
      property.condition = joined(node.dependency, property.condition);
      if (property.kind == Kind.SELECT || property.kind == Kind.IMPLY) {
        Symbol target = property.targetOrNull();
        Expr source = exprs.and(exprs.ref(node.symbol), property.condition);
        if (property.kind == Kind.SELECT) {
          target.selectedBy = exprs.or(target.selectedBy, source);
        } else {
          target.impliedBy = exprs.or(target.impliedBy, source);
        }
      }
    }
  }

  private Expr joined(Expr above, Expr own) {
    Expr transformed =
        own == null ? null : simplifier.transform(simplifier.withModules(own, modules));
    return simplifier.withoutDuplicates(exprs.and(above, transformed));
  }

  /** The entries after {@code parent} that depend on it become its children. */
  private void makeSubmenu(MenuNode parent) {
    Symbol symbol = parent.symbol;
    Expr base = simplified(parent.prompt == null ? null : parent.prompt.condition);
    MenuNode last = null;
    for (MenuNode node = parent.next; node != null; node = node.next) {
      Expr dependency = node.prompt != null ? node.prompt.condition : node.dependency;
      if (!Simplifier.contains(dependency, symbol)) {
        break;
      }
      if (!simplifier.dependsOn(dependency, symbol)) {
        // It also counts when its dependencies are those of the symbol and something with it.
        Pair rest = simplifier.withoutCommon(simplified(dependency), base);
        if (!simplifier.isYes(rest.second())) {
          break;
        }
      }
      finish(node, false);
      node.parent = parent;
      last = node;
    }
    if (last != null) {
      parent.list = parent.next;
      parent.next = last.next;
      last.next = null;
    }
  }

  private Expr simplified(Expr e) {
    return simplifier.withoutDuplicates(simplifier.transform(simplifier.comparison(e, true)));
  }

  /** Puts the children of an {@code if}, or of an option without a prompt, in its own place. */
  private static void flatten(MenuNode parent, MenuNode node) {
    if (node.list == null || node.prompt != null) {
      return;
    }
    MenuNode last = node.list;
    while (true) {
      last.parent = parent;
      if (last.next == null) {
        break;
      }
      last = last.next;
    }
    last.next = node.next;
    node.next = node.list;
    node.list = null;
  }

  /** Older kernels: the direct children of a choice are its members. */
  private void joinChoice(MenuNode choice, MenuNode node) {
    Symbol member = node.symbol;
    if (member == null || member.choiceValue) {
      return;
    }
    member.choiceValue = true;
    member.choiceNode = choice;
    choice.symbol.choiceMembers.add(member);
    if (node.prompt == null) {
      problems.warn(Code.D2108, "a member of a choice should have a prompt", node.position);
    }
    if (choice.symbol.type != SymbolType.TRISTATE || member.type == SymbolType.TRISTATE) {
      return;
    }
    // A bool in a choice of tristates can only be set while the choice itself is y.
    Expr chosen = exprs.compare(Expr.Relation.EQ, choice.symbol, menu.symbols.yes);
    node.dependency = exprs.and(chosen, node.dependency);
    for (Property property : member.properties) {
      if (property.node == node) {
        property.condition = exprs.and(chosen, property.condition);
      }
    }
  }

  /** Newer kernels: the choice around the first definition that has a prompt. */
  private static MenuNode choiceAround(Symbol symbol) {
    for (MenuNode node : symbol.definitions) {
      if (node.prompt != null) {
        MenuNode above = node.parent;
        while (above != null && above.symbol == null) {
          above = above.parent;
        }
        return above != null && above.isChoice() ? above : null;
      }
    }
    return null;
  }

  private void check(MenuNode node) {
    Symbol symbol = node.symbol;
    if (symbol.checked) {
      return;
    }
    symbol.checked = true;
    if (symbol.type == SymbolType.UNKNOWN) {
      problems.warn(Code.D2108, symbol.name() + " is defined without a type", node.position);
    }
    for (Property property : symbol.properties) {
      String mistake = mistake(symbol, property);
      if (mistake != null) {
        problems.warn(Code.D2108, mistake, property.position);
      }
    }
  }

  private static String mistake(Symbol symbol, Property property) {
    Symbol target = property.targetOrNull();
    switch (property.kind) {
      case DEFAULT:
        boolean plain = symbol.type != SymbolType.UNKNOWN && !symbol.type.isLogic();
        return plain && target == null
            ? "the default of " + symbol.name() + " must be a single value"
            : null;
      case SELECT, IMPLY:
        if (symbol.type != SymbolType.UNKNOWN && !symbol.type.isLogic()) {
          return symbol.name() + " cannot select or imply, because it is " + symbol.type.word();
        }
        return target.type != SymbolType.UNKNOWN && !target.type.isLogic()
            ? target.name() + " cannot be selected or implied, because it is " + target.type.word()
            : null;
      case RANGE:
        return symbol.type != SymbolType.INT && symbol.type != SymbolType.HEX
            ? "only int and hex options can have a range"
            : null;
      default:
        return null;
    }
  }
}
