package org.distroc.kconfig.model;

import java.util.ArrayList;
import java.util.List;
import org.distroc.kconfig.model.MenuNode.Dependency;

/**
 * Replaces the placeholders of shell results by the results. Afterwards the tree is the same as if
 * they had been available from the start.
 */
final class ShellPromiseResolver {
  private final MenuBuilder menu;
  private final ExprFactory exprs;
  private final List<Symbol> answers = new ArrayList<>();

  /** By the number of an expression as it was read: what replaces it. */
  private final Expr[] settled;

  private ShellPromiseResolver(MenuBuilder menu) {
    this.menu = menu;
    this.exprs = menu.exprs;
    this.settled = new Expr[exprs.size()];
  }

  /** Whether all answers are y or n, so that it could be done. */
  static boolean settle(MenuBuilder menu, List<String> answers) {
    ShellPromiseResolver settlement = new ShellPromiseResolver(menu);
    for (String answer : answers) {
      if (!answer.equals("y") && !answer.equals("n")) {
        return false;
      }
      settlement.answers.add(menu.symbols.option(answer));
    }
    if (!answers.isEmpty()) {
      settlement.run();
    }
    return true;
  }

  private void run() {
    for (MenuNode node = menu.root; node != null; node = node.following(menu.root)) {
      node.dependency = settled(node.dependency);
      node.visibility = settled(node.visibility);
      node.dependencies.replaceAll(d -> new Dependency(settled(d.expr()), d.position()));
      node.visibilities.replaceAll(d -> new Dependency(settled(d.expr()), d.position()));
      if (node.symbol == null && node.prompt != null) {
        settle(node.prompt);
      }
    }
    menu.symbols.all().forEach(s -> s.properties.forEach(this::settle));
  }

  private void settle(Property property) {
    property.value = settled(property.value);
    property.writtenCondition = settled(property.writtenCondition);
    property.condition = settled(property.condition);
  }

  private Expr settled(Expr e) {
    if (e == null) {
      return null;
    }
    if (settled[e.id] == null) {
      settled[e.id] = settledNew(e);
    }
    return settled[e.id];
  }

  private Expr settledNew(Expr e) {
    if (e instanceof Expr.Ref ref) {
      Symbol symbol = settled(ref.symbol());
      return symbol == ref.symbol() ? e : exprs.ref(symbol);
    }
    if (e instanceof Expr.Compare c) {
      Symbol left = settled(c.left());
      Symbol right = settled(c.right());
      return left == c.left() && right == c.right() ? e : exprs.compare(c.relation(), left, right);
    }
    if (e instanceof Expr.Not not) {
      Expr operand = settled(not.operand());
      return operand == not.operand() ? e : exprs.not(operand);
    }
    Expr.Binary b = (Expr.Binary) e;
    Expr left = settled(b.left());
    Expr right = settled(b.right());
    return left == b.left() && right == b.right() ? e : exprs.like(b, left, right);
  }

  private Symbol settled(Symbol symbol) {
    int promise = menu.symbols.promise(symbol);
    return promise < 0 ? symbol : answers.get(promise);
  }
}
