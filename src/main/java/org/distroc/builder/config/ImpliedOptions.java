package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;

/** The options that the rest of a recipe implies: its root, its described init, its network. */
final class ImpliedOptions {
  private ImpliedOptions() {}

  /** What the root and init need, each at the line that needs it. */
  static List<RootNeeds.Need> needs(BuildPlan plan) {
    List<RootNeeds.Need> needs = new ArrayList<>();
    plan.root().ifPresent(root -> needs.addAll(new RootNeeds(plan, root).options()));
    plan.init()
        .flatMap(InitPlan::described)
        .ifPresent(described -> needs.addAll(InitNeeds.of(plan, described.system())));
    return needs;
  }

  /** The names of those that a configuration lacks. */
  static Set<String> missing(BuildPlan plan, Configuration configuration) {
    OptionRemedies remedies = new OptionRemedies(configuration);
    Set<String> missing = new LinkedHashSet<>();
    needs(plan).forEach(need -> missing.addAll(remedies.missing(need.options())));
    missing.addAll(
        remedies.missing(
            plan.architecture()
                .drivers()
                .networks()
                .getOrDefault(plan.machine().network(), List.of())));
    return missing;
  }
}
