package org.distroc.kconfig;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import org.distroc.kconfig.MenuNode.Dependency;
import org.distroc.kconfig.OptionDescription.Need;
import org.distroc.kconfig.OptionDescription.Selection;
import org.distroc.kconfig.Property.Kind;

/** Puts together what a tree and a configuration know about an option. */
final class OptionDescriber {
  private final Configuration configuration;
  private final KconfigTree tree;

  OptionDescriber(Configuration configuration) {
    this.configuration = configuration;
    this.tree = configuration.tree();
  }

  OptionDescription describe(Symbol symbol) {
    MenuNode shown =
        symbol.definitions.stream()
            .filter(d -> d.prompt != null)
            .findFirst()
            .orElse(symbol.definitions.get(0));
    Optional<String> help = symbol.definitions.stream().flatMap(d -> d.help().stream()).findFirst();
    return new OptionDescription(
        symbol,
        menuPath(shown),
        help,
        configuration.value(symbol),
        why(symbol),
        needs(symbol),
        neededBy(symbol),
        targets(symbol, Kind.SELECT),
        selections(symbol),
        impliers(symbol));
  }

  /** The titles of the menus around an entry, from the top, without the title of the whole. */
  static List<String> menuPath(MenuNode node) {
    LinkedList<String> path = new LinkedList<>();
    for (MenuNode above = node.parent; above != null; above = above.parent) {
      boolean menu = above.prompt != null && above.prompt.kind == Kind.MENU;
      if (menu && above.parent != null) {
        path.addFirst(above.prompt.text());
      }
    }
    return path;
  }

  private ChainLink why(Symbol symbol) {
    Evaluation evaluation = configuration.evaluation();
    DependencyChain reasons = new DependencyChain(configuration);
    String value = configuration.value(symbol);
    evaluation.calculateVisibility(symbol);
    boolean settable = evaluation.visibility(symbol) > Evaluation.N;
    if (settable && evaluation.user.isSet(symbol) || symbol.choiceValue) {
      return reasons.whySet(symbol);
    }
    if (symbol.type.isLogic() && evaluation.selectedBy(symbol) > Evaluation.N) {
      return reasons.whySet(symbol);
    }
    Property fallback = evaluation.defaultOf(symbol);
    if (fallback != null) {
      return ChainLink.of(symbol.name() + " is " + value + ", a default", fallback.position);
    }
    if (!settable && symbol.type.isLogic()) {
      return reasons
          .whyLow(symbol, Evaluation.Y, 0)
          .orElseGet(() -> ChainLink.of(symbol.name() + " is " + value));
    }
    return ChainLink.of(symbol.name() + " is " + value + ", because nothing says otherwise");
  }

  private List<Need> needs(Symbol symbol) {
    List<Need> needs = new ArrayList<>();
    for (MenuNode definition : symbol.definitions) {
      for (MenuNode node = definition; node != null; node = node.enclosing) {
        for (Dependency line : node.dependencies()) {
          needs.add(new Need(line.expr(), configuration.value(line.expr()), line.position()));
        }
      }
    }
    return needs;
  }

  private List<Symbol> neededBy(Symbol symbol) {
    return tree.options()
        .filter(s -> s != symbol && s.definitions.stream().anyMatch(d -> names(d, symbol)))
        .toList();
  }

  private static boolean names(MenuNode definition, Symbol symbol) {
    return definition.dependencies().stream()
        .anyMatch(line -> Simplifier.contains(line.expr(), symbol));
  }

  private static List<Symbol> targets(Symbol symbol, Kind kind) {
    return symbol.properties(kind).stream().flatMap(p -> p.target().stream()).distinct().toList();
  }

  private List<Selection> selections(Symbol symbol) {
    List<Property> active = new DependencyChain(configuration).activeSelects(symbol);
    return tree.selectors(symbol).stream()
        .map(p -> new Selection(p.node.symbol, active.contains(p), p.position))
        .toList();
  }

  private List<Symbol> impliers(Symbol symbol) {
    return tree.options().filter(s -> targets(s, Kind.IMPLY).contains(symbol)).toList();
  }
}
