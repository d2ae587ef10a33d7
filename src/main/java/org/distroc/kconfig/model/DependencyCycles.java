package org.distroc.kconfig.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.model.Property.Kind;

/**
 * Finds options whose value depends on itself. {@code conf} refuses a tree that has one. A choice
 * and its members count as one thing, because the members depend on each other by nature.
 */
final class DependencyCycles {
  private static final byte NEW = 0;
  private static final byte OPEN = 1;
  private static final byte DONE = 2;

  /** One step from an option to what its value depends on. */
  private record Step(Symbol symbol, String how) {}

  private final TreeDiagnostics problems;
  private final byte[] state;

  /** By the number of an expression: nothing in it leads to a cycle. */
  private final boolean[] harmless;

  private final List<Step> path = new ArrayList<>();

  DependencyCycles(TreeDiagnostics problems, int symbols, int expressions) {
    this.problems = problems;
    this.state = new byte[symbols];
    this.harmless = new boolean[expressions];
  }

  void check(Symbol symbol) {
    if (state[symbol.id] == NEW && !symbol.constant) {
      visit(symbol);
    }
  }

  /** Whether a cycle was found, which ends the search. */
  private boolean visit(Symbol named) {
    if (state[named.id] == OPEN && named.choiceNode != null) {
      report(named.choiceNode.symbol);
      return true;
    }
    MenuNode choice = named.choice ? null : named.choiceNode;
    Symbol symbol = choice == null ? named : choice.symbol;
    if (state[symbol.id] == OPEN) {
      report(symbol);
      return true;
    }
    if (state[symbol.id] == DONE || symbol.constant) {
      return false;
    }
    KconfigLimits.check(
        path.size() < KconfigLimits.EVALUATION_DEPTH, "options that depend on one another");
    state[symbol.id] = OPEN;
    boolean found = symbol.choice ? visitChoice(symbol) : visitParts(symbol);
    state[symbol.id] = DONE;
    return found;
  }

  /** The members may mention their choice, but not each other. */
  private boolean visitChoice(Symbol choice) {
    List<Symbol> members = new ArrayList<>(choice.choiceMembers);
    choice.definitions.forEach(node -> members.addAll(node.choiceMembers));
    members.removeIf(m -> m.choiceNode == null || m.choiceNode.symbol != choice);
    members.forEach(m -> state[m.id] = OPEN);
    boolean found = visitParts(choice);
    state[choice.id] = DONE;
    for (Symbol member : members) {
      found = found || visitParts(member);
    }
    members.forEach(m -> state[m.id] = DONE);
    return found;
  }

  private boolean visitParts(Symbol symbol) {
    if (visit(symbol, symbol.directDependency, "depends on")
        || visit(symbol, symbol.selectedBy, "is selected by")
        || visit(symbol, symbol.impliedBy, "is implied by")) {
      return true;
    }
    for (Property property : symbol.properties) {
      if (property.kind == Kind.SELECT || property.kind == Kind.IMPLY) {
        continue;
      }
      String words = property.kind == Kind.DEFAULT ? "has a default if" : "has a prompt if";
      if (visit(symbol, property.condition, words)) {
        return true;
      }
      if (property.kind == Kind.DEFAULT
          && !symbol.choice
          && visit(symbol, property.value, "has a default with")) {
        return true;
      }
    }
    return false;
  }

  private boolean visit(Symbol symbol, Expr e, String how) {
    if (e == null || harmless[e.id]) {
      return false;
    }
    boolean found;
    if (e instanceof Expr.Binary b) {
      found = visit(symbol, b.left(), how) || visit(symbol, b.right(), how);
    } else if (e instanceof Expr.Not not) {
      found = visit(symbol, not.operand(), how);
    } else {
      path.add(new Step(symbol, how));
      found =
          e instanceof Expr.Compare c
              ? visit(c.left()) || visit(c.right())
              : visit(((Expr.Ref) e).symbol());
      path.remove(path.size() - 1);
    }
    harmless[e.id] = !found;
    return found;
  }

  private void report(Symbol symbol) {
    int start = 0;
    for (int i = path.size() - 1; i >= 0; i--) {
      if (path.get(i).symbol == symbol) {
        start = i;
        break;
      }
    }
    StringBuilder cycle = new StringBuilder();
    List<Step> steps = path.subList(start, path.size());
    for (int i = 0; i < steps.size(); i++) {
      Symbol next = i + 1 < steps.size() ? steps.get(i + 1).symbol : symbol;
      cycle.append(cycle.length() == 0 ? "" : "\n");
      cycle.append(steps.get(i).symbol.name()).append(' ').append(steps.get(i).how);
      cycle.append(' ').append(next.name());
      place(steps.get(i).symbol).ifPresent(p -> cycle.append("   ").append(p));
    }
    String message = "the value of " + symbol.name() + " depends on itself";
    Diagnostic error =
        place(symbol)
            .map(p -> problems.errorAt(Code.D2104, message, p))
            .orElseGet(() -> Diagnostic.error(Code.D2104, message));
    problems.add(
        error
            .why(cycle.toString())
            .help("turn one `select` of the cycle into `depends on`, or remove a dependency"));
  }

  private static Optional<Position> place(Symbol symbol) {
    return symbol.definitions.stream().findFirst().map(MenuNode::position);
  }
}
