package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.eval.Evaluation;
import org.distroc.kconfig.explain.OptionDescription.Need;
import org.distroc.kconfig.explain.OptionDescription.Selection;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.MenuNode.Dependency;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Property.Kind;
import org.distroc.kconfig.model.Simplifier;
import org.distroc.kconfig.model.Symbol;

/** Collects what a tree and a configuration say about an option. */
public final class OptionDescriber {
  private final Configuration configuration;
  private final KconfigModel model;

  /** Describes options with their values in this configuration. */
  public OptionDescriber(Configuration configuration) {
    this.configuration = configuration;
    this.model = configuration.model();
  }

  /** Everything about one option; empty when the kernel does not define it. */
  public Optional<OptionDescription> describe(String name) {
    return model.option(name).map(s -> KconfigLimits.onDeepStack(() -> describe(s)));
  }

  private OptionDescription describe(Symbol symbol) {
    MenuNode shown =
        symbol.definitions().stream()
            .filter(d -> d.promptOrNull() != null)
            .findFirst()
            .orElse(symbol.definitions().get(0));
    Optional<String> help =
        symbol.definitions().stream().flatMap(d -> d.help().stream()).findFirst();
    return new OptionDescription(
        symbol,
        shown.menuPath(),
        help,
        configuration.value(symbol),
        why(symbol),
        needs(symbol),
        neededBy(symbol),
        targets(symbol, Kind.SELECT),
        selections(symbol),
        impliers(symbol));
  }

  private ChainLink why(Symbol symbol) {
    Evaluation evaluation = configuration.evaluation();
    DependencyChain reasons = new DependencyChain(configuration);
    String value = configuration.value(symbol);
    evaluation.calculateVisibility(symbol);
    boolean settable = evaluation.visibility(symbol) > Evaluation.N;
    if (settable && evaluation.isSetByUser(symbol) || symbol.isChoiceValue()) {
      return reasons.whySet(symbol);
    }
    if (symbol.type().isLogic() && evaluation.selectedBy(symbol) > Evaluation.N) {
      return reasons.whySet(symbol);
    }
    Property fallback = evaluation.defaultOf(symbol);
    if (fallback != null) {
      return ChainLink.of(symbol.name() + " is " + value + ", the default", fallback.position());
    }
    if (!settable && symbol.type().isLogic()) {
      return reasons
          .whyLow(symbol, Evaluation.Y, 0)
          .orElseGet(() -> ChainLink.of(symbol.name() + " is " + value));
    }
    return ChainLink.of(symbol.name() + " is " + value + ", because nothing sets it");
  }

  private List<Need> needs(Symbol symbol) {
    List<Need> needs = new ArrayList<>();
    for (MenuNode definition : symbol.definitions()) {
      for (MenuNode node = definition; node != null; node = node.enclosingOrNull()) {
        for (Dependency line : node.dependencies()) {
          needs.add(new Need(line.expr(), configuration.value(line.expr()), line.position()));
        }
      }
    }
    return needs;
  }

  private List<Symbol> neededBy(Symbol symbol) {
    return model
        .options()
        .filter(s -> s != symbol && s.definitions().stream().anyMatch(d -> names(d, symbol)))
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
    return model.selectors(symbol).stream()
        .map(p -> new Selection(p.node().symbolOrNull(), active.contains(p), p.position()))
        .toList();
  }

  private List<Symbol> impliers(Symbol symbol) {
    return model.options().filter(s -> targets(s, Kind.IMPLY).contains(symbol)).toList();
  }
}
