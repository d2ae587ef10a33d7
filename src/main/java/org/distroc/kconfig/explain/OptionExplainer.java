package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplanation.Fix;
import org.distroc.kconfig.explain.OptionExplanation.Verdict;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;

/**
 * Explains one configuration. Every remedy that it names was tried: the configuration was computed
 * again with it, the option took, and nothing else that was asked for was lost.
 */
public final class OptionExplainer {
  private final KconfigModel model;
  private final Configuration given;

  /** Explains the values of this configuration. */
  public OptionExplainer(Configuration configuration) {
    this.given = configuration;
    this.model = configuration.model();
  }

  /** Why an option does or does not become what is wanted. */
  public OptionExplanation explain(Assignment wanted) {
    return KconfigLimits.onDeepStack(() -> explained(wanted));
  }

  /** As above for many, in their order. */
  public List<OptionExplanation> explain(List<Assignment> wanted) {
    return KconfigLimits.onDeepStack(() -> wanted.stream().map(this::explained).toList());
  }

  /** An explanation for everything that the configuration's fragment asks for in vain. */
  public List<OptionExplanation> explainUnmet() {
    return KconfigLimits.onDeepStack(
        () -> given.asked().stream().map(this::explained).filter(e -> !e.takes()).toList());
  }

  private OptionExplanation explained(Assignment wanted) {
    Optional<Symbol> known = model.option(wanted.name());
    if (known.isEmpty()) {
      return unknown(wanted);
    }
    Symbol symbol = known.get();
    boolean asked = given.asked(wanted.name()).filter(wanted::equals).isPresent();
    Configuration tried = asked ? given : with(List.of(wanted));
    boolean hasValue = symbol.type().isLogic() || tried.isWritten(symbol);
    String became = hasValue ? tried.value(symbol) : "";
    if (takes(tried, wanted)) {
      return new OptionExplanation(
          wanted, Optional.of(became), Verdict.TAKES, List.of(), List.of(), List.of(), false);
    }
    return new UnmetOptionExplainer(this, model, wanted, symbol, tried, became).explain();
  }

  private OptionExplanation unknown(Assignment wanted) {
    SymbolSuggestions names = new SymbolSuggestions(model);
    List<ChainLink> reasons = new ArrayList<>();
    names.elsewhere(wanted.name()).ifPresent(reasons::add);
    names.history(wanted.name()).ifPresent(reasons::add);
    boolean elsewhere = !reasons.isEmpty();
    if (!elsewhere) {
      reasons.add(ChainLink.of("no Kconfig file of this kernel defines it"));
    }
    return new OptionExplanation(
        wanted,
        Optional.empty(),
        Verdict.UNKNOWN,
        reasons,
        List.of(),
        names.suggestions(wanted.name(), !elsewhere),
        false);
  }

  /** The configuration with more settings; those of the same name replace what was asked before. */
  Configuration with(List<Assignment> more) {
    Map<String, Assignment> all = new LinkedHashMap<>();
    given.asked().forEach(a -> all.put(a.name(), a));
    more.forEach(a -> all.put(a.name(), a));
    return given.resolver().resolve(given.base(), List.copyOf(all.values()));
  }

  Fix fix(List<Assignment> additions) {
    return new Fix(additions, additions.stream().anyMatch(a -> given.asked(a.name()).isPresent()));
  }

  /**
   * Whether the option has the value; numbers are compared as numbers. A number or a text that is
   * not written has none, not even 0 or the empty text.
   */
  static boolean takes(Configuration configuration, Assignment wanted) {
    Optional<Symbol> symbol = configuration.model().option(wanted.name());
    if (symbol.isEmpty()) {
      return false;
    }
    String value = configuration.value(symbol.get());
    boolean there = symbol.get().type().isLogic() || configuration.isWritten(symbol.get());
    return there && symbol.get().type().isSame(value, wanted.value());
  }

  /**
   * Whether the additions take, and what took before still does unless they say otherwise: then a
   * recipe with them asks for nothing in vain that it did not ask for before.
   */
  boolean keepsOthers(Assignment wanted, Configuration result, List<Assignment> additions) {
    if (!additions.stream().allMatch(a -> takes(result, a))) {
      return false;
    }
    for (Assignment a : given.asked()) {
      boolean overridden =
          a.name().equals(wanted.name())
              || additions.stream().anyMatch(b -> b.name().equals(a.name()));
      if (!overridden && takes(given, a) && !takes(result, a)) {
        return false;
      }
    }
    return true;
  }
}
