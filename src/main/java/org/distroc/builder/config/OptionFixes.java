package org.distroc.builder.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplainer;
import org.distroc.kconfig.explain.OptionExplanation;
import org.distroc.kconfig.value.Assignment;
import org.distroc.plan.BuildPlan;

/**
 * Looks for settings with which all options of a recipe take. Each option has remedies that were
 * proven for it alone; here they are tried together, and one that helps nobody is left out.
 */
public final class OptionFixes {
  private final KconfigTree tree;
  private final BaseConfig base;
  private final Map<String, Assignment> asked = new LinkedHashMap<>();
  private final Map<String, Assignment> fixes = new LinkedHashMap<>();
  private List<OptionExplanation> failing;

  private OptionFixes(BuildPlan plan, Configuration configuration) {
    this.tree = KconfigTree.of(configuration);
    this.base = configuration.base();
    plan.kernel().options().forEach(o -> asked.put(o.name(), new Assignment(o.name(), o.value())));
    this.failing = failing(configuration, asked);
  }

  /**
   * What to add to a recipe or to change in it, in the order to write it, for all of its options to
   * take, or at least more of them; empty when everything takes, or nothing is known to help.
   *
   * @param configuration what the plan gives as it is
   */
  public static List<Assignment> find(BuildPlan plan, Configuration configuration) {
    OptionFixes search = new OptionFixes(plan, configuration);
    while (search.applyOne()) {
      // Each one makes fewer options fail, so this ends.
      continue;
    }
    return List.copyOf(search.fixes.values());
  }

  private boolean applyOne() {
    for (OptionExplanation explanation : failing) {
      if (!explanation.fixes().isEmpty() && apply(explanation.fixes().get(0))) {
        return true;
      }
    }
    return false;
  }

  /** Takes a remedy, if with it fewer options fail than before. */
  private boolean apply(OptionExplanation.Fix fix) {
    if (fix.additions().stream().anyMatch(a -> fixes.containsKey(a.name()))) {
      return false;
    }
    Map<String, Assignment> more = new LinkedHashMap<>(asked);
    fix.additions().forEach(a -> more.put(a.name(), a));
    List<OptionExplanation> still = failing(tree.resolve(base, List.copyOf(more.values())), more);
    if (still.size() >= failing.size()) {
      return false;
    }
    fix.additions().forEach(a -> fixes.put(a.name(), a));
    asked.putAll(more);
    failing = still;
    return true;
  }

  private static List<OptionExplanation> failing(
      Configuration configuration, Map<String, Assignment> settings) {
    return settings.values().stream()
        .map(setting -> new OptionExplainer(configuration).explain(setting))
        .filter(explanation -> !explanation.takes())
        .toList();
  }
}
