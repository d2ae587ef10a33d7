package org.distroc.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.kconfig.Assignment;
import org.distroc.kconfig.Base;
import org.distroc.kconfig.Configuration;
import org.distroc.kconfig.Explanation;
import org.distroc.kconfig.KconfigTree;

/**
 * Looks for settings with which all options of a recipe take. Each option has remedies that were
 * proven for it alone; here they are tried together, and one that helps nobody is left out.
 */
final class OptionFixes {
  private final KconfigTree tree;
  private final Base base;
  private final Map<String, Assignment> asked = new LinkedHashMap<>();
  private final Map<String, Assignment> fixes = new LinkedHashMap<>();
  private List<Explanation> failing;

  OptionFixes(KconfigTree tree, Base base, List<Assignment> wanted) {
    this.tree = tree;
    this.base = base;
    wanted.forEach(a -> asked.put(a.name(), a));
    this.failing = failing(asked);
  }

  /** What to add to the recipe or to change in it, in the order to write it; empty if nothing helps. */
  List<Assignment> find() {
    while (applyOne()) {
      // Each one makes fewer options fail, so this ends.
      continue;
    }
    return List.copyOf(fixes.values());
  }

  private boolean applyOne() {
    for (Explanation explanation : failing) {
      if (!explanation.fixes().isEmpty() && apply(explanation.fixes().get(0))) {
        return true;
      }
    }
    return false;
  }

  /** Takes a remedy, if with it fewer options fail than before. */
  private boolean apply(Explanation.Fix fix) {
    if (fix.additions().stream().anyMatch(a -> fixes.containsKey(a.name()))) {
      return false;
    }
    Map<String, Assignment> more = new LinkedHashMap<>(asked);
    fix.additions().forEach(a -> more.put(a.name(), a));
    List<Explanation> still = failing(more);
    if (still.size() >= failing.size()) {
      return false;
    }
    fix.additions().forEach(a -> fixes.put(a.name(), a));
    asked.putAll(more);
    failing = still;
    return true;
  }

  private List<Explanation> failing(Map<String, Assignment> settings) {
    Configuration configuration = tree.resolve(base, List.copyOf(settings.values()));
    List<Explanation> found = new ArrayList<>();
    for (Assignment setting : settings.values()) {
      Explanation explanation = tree.explain(configuration, setting);
      if (!explanation.takes()) {
        found.add(explanation);
      }
    }
    return found;
  }
}
