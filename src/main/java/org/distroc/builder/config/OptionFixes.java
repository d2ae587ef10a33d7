package org.distroc.builder.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplainer;
import org.distroc.kconfig.explain.OptionExplanation;
import org.distroc.kconfig.value.Assignment;
import org.distroc.plan.BuildPlan;

/**
 * Searches for settings with which all options of a recipe take effect, and those that its root and
 * init imply. Each option has fixes that were verified for it alone; here they are tried together,
 * and those that do not help are dropped.
 */
public final class OptionFixes {
  private final KconfigTree tree;
  private final BaseConfig base;
  private final Map<String, Assignment> asked = new LinkedHashMap<>();
  private final Map<String, Assignment> before;
  private final Map<String, Assignment> fixes = new LinkedHashMap<>();
  private final Set<String> implied;
  private List<OptionExplanation> failing;

  private OptionFixes(BuildPlan plan, Configuration configuration) {
    this.tree = KconfigTree.of(configuration);
    this.base = configuration.base();
    plan.kernel().options().forEach(o -> asked.put(o.name(), new Assignment(o.name(), o.value())));
    this.before = Map.copyOf(asked);
    this.implied = ImpliedOptions.missing(plan, configuration);
    for (String name : implied) {
      Assignment on = new Assignment(name, "y");
      asked.put(name, on);
      fixes.put(name, on);
    }
    this.failing =
        implied.isEmpty()
            ? failing(configuration, asked)
            : failing(tree.resolve(base, List.copyOf(asked.values())), asked);
  }

  /**
   * Settings to add to a recipe or to change in it, in the order to write them, so that all of its
   * options take effect, those that it implies are on, or at least more of them; empty if all do,
   * or no fix is known.
   *
   * @param configuration the configuration of the unchanged plan
   */
  public static List<Assignment> find(BuildPlan plan, Configuration configuration) {
    OptionFixes search = new OptionFixes(plan, configuration);
    while (search.applyOne()) {
      // Each fix leaves fewer failing options, so this terminates.
      continue;
    }
    search.dropUnneeded();
    // Without effect, it would be one more mistake.
    search.failing.stream()
        .map(explanation -> explanation.wanted().name())
        .filter(search.implied::contains)
        .forEach(search.fixes::remove);
    return List.copyOf(search.fixes.values());
  }

  /** Two options may have had alternative fixes: one of them can be enough for both. */
  private void dropUnneeded() {
    for (String name : List.copyOf(fixes.keySet())) {
      Map<String, Assignment> fewer = new LinkedHashMap<>(asked);
      if (before.containsKey(name)) {
        fewer.put(name, before.get(name));
      } else {
        fewer.remove(name);
      }
      if (fixes.size() > 1
          && !implied.contains(name)
          && failing(tree.resolve(base, List.copyOf(fewer.values())), fewer).size()
              <= failing.size()) {
        asked.clear();
        asked.putAll(fewer);
        fixes.remove(name);
      }
    }
  }

  private boolean applyOne() {
    for (OptionExplanation explanation : failing) {
      if (!explanation.fixes().isEmpty() && apply(explanation.fixes().get(0))) {
        return true;
      }
    }
    return false;
  }

  /** Applies a fix if fewer options fail with it. */
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
