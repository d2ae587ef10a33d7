package org.distroc.cli;

import java.util.List;
import java.util.Set;
import org.distroc.build.ResolvedConfig;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;

/** What the kernel's Kconfig files say of the options that a recipe asks for. */
final class KernelFacts {
  private KernelFacts() {}

  /** Those options asked for that hold strings. */
  static Set<String> stringOptions(BuildPlan plan) {
    return Set.of();
  }

  /** Why an option did not take. */
  static List<String> reasons(BuildPlan plan, ResolvedConfig config, KernelPlan.Option option) {
    return List.of();
  }
}
